// A page that follows its meeting: applies pushes in order, fetches the whole state when one is missing, and says how old it is.

import { noteServerTime, serverNow } from "./live_clock.js";
import { showConnection, verdict } from "./live_light.js";
import { renderInto } from "./live_parts.js";
import { Asking, EventsWire, pauseAfter, SocketWire } from "./live_wires.js";
import { showTrouble } from "./trouble.js";

// In milliseconds; heartbeats come every two seconds.
const TIMES = {
  silence: 4400, // two heartbeats missed: the page is not called up to date any more
  dead: 8000, // a line that has been silent for this long is given up for a new one
  again: 3000, // the next new lines are given up sooner: browsers hold several of before, and all of them are dead
  slept: 40000, // a clock that jumped by this much means that the computer slept
  fell: 2500, // a connection that comes back within this is not worth a word
  askAfter: 6000, // without a connection for this long, ask now and then instead
  askEvery: 2500,
  look: 500,
  answer: 8000, // a request without an answer for this long is given up
  pushIsComing: 1500, // a heartbeat may overtake the push it speaks of
  catchingUp: 4000, // so long may the page lag behind what a heartbeat said before it says so itself
};
export class LiveRoom {
  /**
   * meetingId, audience ("public" follows server-sent events, all others a socket), version of the page as it was
   * served, stateUrl (GET gives {version, parts}), eventsUrl, token, root (where the parts are), times,
   * protocol (what the server spoke when it served the page), wantData (the events "part:<name>" are needed for what the page was served with; always so with a socket).
   */
  constructor(options) {
    this.options = { audience: "public", version: 0, root: document, ...options };
    this.times = { ...TIMES, ...options.times };
    if (this.isPublic) this.times.askEvery *= 2; // there are many of them
    this.lastTrue = serverNow();
    this.version = Number(this.options.version) || 0;
    this.data = {};
    this.shown = {};
    this.heldBack = new Set();
    this.lastHeard = this.lastNews = Date.now();
    this.connected = false;
    this.current = false;
    this.fetching = null;
    this.failures = 0;
    this.wire = this.makeWire();
    this.asking = new Asking(() => this.fetchState(), this.times.askEvery);
    this.stopped = new AbortController();
  }

  /** Made from an element with data-live, data-audience, data-version, data-state-url and perhaps data-events-url. */
  static from(element, options = {}) {
    const { live, audience = "public", version, stateUrl, eventsUrl, protocol } = element.dataset;
    return new LiveRoom({ meetingId: live, audience, version, stateUrl, eventsUrl, protocol, root: element, ...options });
  }

  makeWire() {
    const { meetingId, token, eventsUrl = `/meetings/${meetingId}/events`, load } = this.options;
    if (this.isPublic) {
      const version = () => (this.options.wantData && !this.current ? null : this.version);
      return new EventsWire(this, { eventsUrl, version });
    }
    return new SocketWire(this, { meetingId, token, version: () => (Object.keys(this.data).length ? this.version : null), load });
  }

  get isPublic() {
    return this.options.audience === "public";
  }

  start() {
    const { signal } = this.stopped;
    this.downSince = this.lastStart = Date.now();
    this.say("connecting");
    this.wire.start();
    // A socket that comes up fetches at once; one that does not must not keep the page waiting.
    if (!this.isPublic) this.fetchSoon(this.times.pushIsComing);
    this.clock = setInterval(() => this.watch(), this.times.look);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.woke(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.woke(), { signal });
    window.addEventListener("online", () => this.woke(), { signal });
    window.addEventListener("offline", () => this.down(), { signal });
    const { root } = this.options;
    root.addEventListener("input", ({ target }) => { if (target.form) target.form.dataset.dirty = "yes"; }, { signal });
    for (const event of ["reset", "focusout", "press:done"]) root.addEventListener(event, (e) => this.released(e), { signal });
    return this;
  }

  stop() {
    this.stopped.abort();
    clearInterval(this.clock);
    clearTimeout(this.retry);
    this.asking.stop();
    this.wire.stop();
  }

  // --- what the wire tells ---

  up() {
    const again = this.everUp;
    this.everUp = true;
    this.heardFromWire();
    this.asking.stop();
    // Both ways begin with the state, or with a heartbeat where this page holds it. If neither comes, it is asked for.
    if (!this.isPublic) this.fetchSoon(this.times.pushIsComing + (again ? pauseAfter(0) : 0));
    this.judge();
  }

  down() {
    if (!this.downSince) this.downSince = Date.now();
    this.connected = this.current = false;
  }

  /** The server does not let this page listen: the state says why. */
  refused() {
    this.fetchSoon(0);
  }

  push(message) {
    if (!this.isOurs(message)) return;
    this.heardFromWire();
    if (message.to <= this.version) return;
    if (message.from > this.version) {
      this.fetchSoon(0);
      return;
    }
    this.version = message.to;
    this.current = true;
    this.show(message.parts);
    this.judge();
  }

  beat(message) {
    if (!this.isOurs(message)) return;
    this.heardFromWire();
    noteServerTime(message.now);
    this.checkProtocol(message.protocol);
    showTrouble(message.trouble);
    this.told = message.version;
    if (message.version < this.version) this.fetchState(true);
    else if (message.version > this.version) this.fetchSoon(this.times.pushIsComing, message.version);
    else this.isCurrent();
    this.judge();
  }

  state(message) {
    if (!this.isOurs(message)) return;
    this.heardFromWire();
    this.take(message);
    this.isCurrent();
  }

  /** Nothing is missing: what was to be asked for need not be. */
  isCurrent() {
    this.current = true;
    clearTimeout(this.retry);
    this.retry = 0;
  }

  isOurs(message) {
    return !message.meeting || message.meeting === this.options.meetingId;
  }

  heardFromWire() {
    this.lastHeard = this.lastNews = Date.now();
    this.connected = true;
    this.downSince = this.lost = 0;
  }

  // --- the whole state ---

  /** Fetch in a moment, unless by then a push has brought `version`. What is due sooner is not put off. */
  fetchSoon(pause, version = Infinity) {
    const at = Date.now() + pause;
    this.fetchUnless = this.retry ? Math.max(this.fetchUnless, version) : version;
    if (this.retry && this.retryAt <= at) return;
    clearTimeout(this.retry);
    this.retryAt = at;
    this.retry = setTimeout(() => {
      this.retry = 0;
      if (this.version < this.fetchUnless) this.fetchState();
    }, pause);
  }

  /** Fetch now; one at a time, and once more if something happened meanwhile. `back`: an older state is true as well. */
  async fetchState(back = false) {
    if (this.fetching) {
      this.fetchAgain = true;
      return this.fetching;
    }
    this.fetchAgain = false;
    this.fetching = this.fetchOnce(back);
    await this.fetching;
    this.fetching = null;
    if (this.fetchAgain && !this.stopped.signal.aborted) this.fetchSoon(0);
    return undefined;
  }

  async fetchOnce(back) {
    const limit = this.limit = new AbortController();
    const { answer, again } = this.times;
    const timer = setTimeout(() => limit.abort(), this.failures && this.failures < 7 ? Math.min(answer, again) : answer);
    try {
      const response = await fetch(this.options.stateUrl, {
        headers: { Accept: "application/json" }, cache: "no-cache", credentials: "same-origin", signal: limit.signal,
      });
      if (this.stopped.signal.aborted) return;
      if ([401, 403, 404].includes(response.status) || response.redirected) {
        this.end();
        return;
      }
      if (!response.ok) throw new Error(`status ${response.status}`);
      const state = await response.json();
      this.failures = 0;
      if (!this.connected) this.lastHeard = Date.now();
      this.take(state, back);
    } catch {
      this.failures += 1;
      if (!this.stopped.signal.aborted && !this.asking.running) this.fetchSoon(pauseAfter(this.failures));
    } finally {
      clearTimeout(timer);
    }
  }

  take(state, back = false) {
    this.checkProtocol(state.protocol);
    if (state.version >= this.version || back) {
      this.version = state.version;
      this.show(state.parts);
    }
    this.current = true;
    this.judge();
  }

  /** The server speaks differently than when it served this page: somebody has to load it again. */
  checkProtocol(spoken) {
    const { protocol } = this.options;
    if (!spoken || !protocol || this.outdated || Number(protocol) === Number(spoken)) return;
    this.outdated = true;
    document.dispatchEvent(new CustomEvent("live:outdated", { detail: { room: this } }));
  }

  /** Signed out, or no longer allowed: nothing more will come. */
  end() {
    this.ended = true;
    this.stop();
    this.say("ended");
  }

  // --- what people see ---

  show(parts) {
    for (const [name, { data, html }] of Object.entries(parts)) {
      const first = !(name in this.data);
      const changed = first || JSON.stringify(this.data[name]) !== JSON.stringify(data);
      this.data[name] = data;
      this.render(name, html);
      if (changed) {
        document.dispatchEvent(new CustomEvent(`part:${name}`, { detail: { data, first, version: this.version, room: this } }));
      }
    }
  }

  render(name, html) {
    if (this.shown[name] === html && !this.heldBack.has(name)) return;
    this.heldBack.delete(name);
    for (const element of this.options.root.querySelectorAll(`[data-part="${CSS.escape(name)}"]`)) {
      if (renderInto(element, html)) this.heldBack.add(name);
    }
    this.shown[name] = html;
  }

  /** Somebody has finished with a form: what was held back from its part is shown now. */
  released(event) {
    const form = event.target.closest("form");
    if (form && event.type !== "focusout") delete form.dataset.dirty;
    if (!this.heldBack.size) return;
    clearTimeout(this.release);
    this.release = setTimeout(() => {
      for (const name of [...this.heldBack]) this.render(name, this.shown[name]);
    }, 50);
  }

  // --- how fresh it is ---

  watch() {
    const now = Date.now();
    if (!this.connected && this.downSince && now - this.downSince > this.times.askAfter) this.asking.start();
    const slept = this.lastTick && now - this.lastTick > this.times.slept && !document.hidden;
    this.lastTick = now;
    if (slept) this.woke();
    else if (now - Math.max(this.lastNews, this.lastStart) > this.patience()) this.restart();
    this.judge();
  }

  /** How long a line may be silent. Seven times in a row it is short, with some chance in it; then as before. */
  patience() {
    const { again, dead } = this.times;
    return this.lost > 0 && this.lost < 8 ? Math.min(dead, again * (1 + (this.lost % 3) / 3)) : dead;
  }

  woke() {
    if (this.ended) return;
    if (!this.connected || Date.now() - this.lastHeard > this.times.silence) this.restart();
    this.judge();
    this.fetchSoon(Math.random() * 300);
  }

  restart() {
    this.down();
    this.lastStart = Date.now();
    this.lost = (this.lost || 0) + 1;
    // What is asked on a line that is dead will not be answered; another line is taken.
    if (this.limit) this.limit.abort();
    this.wire.restart();
  }

  judge() {
    if (this.ended) return;
    const now = Date.now();
    this.behindSince = this.told > this.version ? this.behindSince || now : 0;
    const { lastHeard, connected, current, behindSince } = this;
    const seen = { now, lastHeard, connected, current, behindSince, fellSince: this.downSince, asking: this.asking.running };
    const state = verdict(seen, this.times);
    if (state === "live" || state === "asking") this.lastTrue = serverNow();
    if (state) this.say(state);
  }

  say(state) {
    if (this.saying === state) return;
    this.saying = state;
    const words = showConnection(state, this.lastTrue);
    document.dispatchEvent(new CustomEvent("live:connection", { detail: { state, words, room: this } }));
  }
}
