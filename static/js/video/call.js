// The meeting itself: we send our sound and picture, and receive everybody else's over one connection.

import { Session } from "./janus.js";

/**
 * One stay in the room. `seat`: what the door gave us. `on`: person(id, name), gone(id), stream(id, tracks),
 * talking(id, bool), states(map), muted(bool), out(reason), lost().
 */
export class Call {
  constructor(seat, tracks, state, on) {
    this.seat = seat;
    this.tracks = tracks;
    this.on = on;
    this.session = new Session(seat.ticket, { onLost: () => this.lost(), onBeat: on.states, state });
    this.feeds = new Map();
    this.line = Promise.resolve();
    this.over = false;
  }

  async enter() {
    const { seat } = this;
    await this.session.open();
    this.sender = await this.session.attach((kind, data) => this.hearRoom(kind, data));
    const { data } = await this.sender.ask({
      request: "join", ptype: "publisher", room: seat.room, id: seat.who, display: seat.name,
      pin: seat.pin, token: seat.token,
    });
    this.privateId = data.private_id;
    for (const person of data.attendees || []) this.on.person(person.id, person.display);
    await this.publish();
    this.welcome(data.publishers || []);
  }

  peer(handle) {
    const servers = (this.seat.relays || []).map((relay) => ({ ...relay }));
    const peer = new RTCPeerConnection({ iceServers: servers });
    peer.addEventListener("icecandidate", (event) => handle().trickle(event.candidate));
    peer.addEventListener("connectionstatechange", () => {
      if (peer.connectionState === "failed") this.lost();
    });
    return peer;
  }

  /** Sound is always the first line and the picture the second, whether there is a device or not. */
  async publish() {
    this.up = this.peer(() => this.sender);
    this.lines = {};
    for (const kind of ["audio", "video"]) {
      const track = this.tracks[kind];
      this.lines[kind] = this.up.addTransceiver(track || kind, { direction: "sendonly" });
    }
    await this.up.setLocalDescription(await this.up.createOffer());
    const body = { request: "configure", audio: true, video: true };
    const { jsep } = await this.sender.ask(body, this.up.localDescription.toJSON());
    await this.up.setRemoteDescription(jsep);
  }

  replace(kind, track) {
    this.tracks[kind] = track;
    return this.lines ? this.lines[kind].sender.replaceTrack(track) : Promise.resolve();
  }

  hearRoom(kind, data) {
    if (kind === "hangup" && !this.over) { this.lost(); return; }
    if (data.videoroom === "destroyed") { this.out("ended"); return; }
    if (data.videoroom === "talking" || data.videoroom === "stopped-talking") {
      this.on.talking(data.id, data.videoroom === "talking");
      return;
    }
    if (data.moderation && data.id === this.seat.who) this.on.muted(data.moderation === "muted");
    if (data.joining) this.on.person(data.joining.id, data.joining.display);
    if (data.publishers) this.welcome(data.publishers);
    const left = data.leaving || data.kicked;
    if (left === "ok") this.out(data.reason === "kicked" ? "removed" : "left");
    else if (left === this.seat.who) this.out("removed");
    else if (left) this.farewell(left, true);
    else if (data.unpublished && data.unpublished !== "ok") this.farewell(data.unpublished, false);
  }

  welcome(publishers) {
    const fresh = publishers.filter((one) => !this.feeds.has(one.id));
    for (const one of fresh) {
      this.feeds.set(one.id, one);
      this.on.person(one.id, one.display);
    }
    if (fresh.length) this.change(fresh.map((one) => ({ feed: one.id })), []);
  }

  farewell(id, gone) {
    if (this.feeds.delete(id)) this.change([], [{ feed: id }]);
    if (gone) this.on.gone(id);
    else this.on.stream(id, []);
  }

  /** One change after another: each is an offer that must be answered before the next. */
  change(more, less) {
    this.line = this.line.then(() => this.apply(more, less)).catch((error) => {
      if (!this.over) console.warn("the picture of somebody could not be changed", error.message);
    });
  }

  async apply(more, less) {
    if (this.over) return;
    const wanted = more.filter((one) => this.feeds.has(one.feed));
    if (!this.receiver) {
      if (wanted.length) await this.subscribe(wanted);
      return;
    }
    const body = { request: "update" };
    if (wanted.length) body.subscribe = wanted;
    if (less.length) body.unsubscribe = less;
    if (!body.subscribe && !body.unsubscribe) return;
    const { data, jsep } = await this.receiver.ask(body);
    await this.answer(data, jsep);
  }

  async subscribe(streams) {
    this.receiver = await this.session.attach((kind, data, jsep) => {
      // The server changes it by itself too, such as when somebody leaves.
      if (jsep || data.videoroom === "updated") this.line = this.line.then(() => this.answer(data, jsep)).catch(() => {});
    });
    const { data, jsep } = await this.receiver.ask({
      request: "join", ptype: "subscriber", room: this.seat.room, pin: this.seat.pin,
      private_id: this.privateId, streams,
    });
    this.down = this.peer(() => this.receiver);
    await this.answer(data, jsep);
  }

  async answer(data, jsep) {
    if (jsep && jsep.type === "offer") {
      await this.down.setRemoteDescription(jsep);
      await this.down.setLocalDescription(await this.down.createAnswer());
      await this.receiver.ask({ request: "start" }, this.down.localDescription.toJSON());
    }
    if (data.streams) this.handOut(data.streams);
  }

  handOut(streams) {
    const lines = new Map(this.down.getTransceivers().map((line) => [line.mid, line]));
    const found = new Map();
    for (const stream of streams) {
      const line = lines.get(String(stream.mid));
      if (stream.active && stream.feed_id && line) {
        found.set(stream.feed_id, [...(found.get(stream.feed_id) || []), line.receiver.track]);
      }
    }
    for (const [id, tracks] of found) this.on.stream(id, tracks);
  }

  /** What has really come in and gone out, for the check of the connection. */
  async counts() {
    const counted = { sent: 0, received: 0, frames: 0, sound: 0 };
    for (const peer of [this.up, this.down]) {
      if (!peer) continue;
      for (const report of (await peer.getStats()).values()) {
        if (report.type === "outbound-rtp") counted.sent += report.packetsSent;
        if (report.type === "inbound-rtp") {
          counted.received += report.packetsReceived;
          counted.frames += report.framesDecoded || 0;
          counted.sound += report.totalAudioEnergy || 0;
        }
      }
    }
    return counted;
  }

  out(reason) {
    if (this.over) return;
    this.leave();
    this.on.out(reason);
  }

  lost() {
    if (this.over) return;
    this.leave();
    this.on.lost();
  }

  leave() {
    this.over = true;
    this.session.close();
    for (const peer of [this.up, this.down]) if (peer) peer.close();
  }
}
