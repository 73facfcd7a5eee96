// Talks to the video server through our own address: one session, its long poll, its handles, its signs of life.

const PLUGIN = "janus.plugin.videoroom";
const BEAT = 3000;
const PATIENCE = 12000;

export class Lost extends Error {}

export class Refused extends Error {
  constructor(code, reason) {
    super(reason || "The video server refused.");
    this.code = code;
  }
}

function mark() {
  return Array.from(crypto.getRandomValues(new Uint8Array(9)), (n) => n.toString(36).padStart(2, "0")).join("");
}

/** One session. `onLost` is called once when it is gone; `onBeat` with what each device has switched on. */
export class Session {
  constructor(ticket, { onLost, onBeat, state }) {
    this.ticket = ticket;
    this.onLost = onLost;
    this.onBeat = onBeat;
    this.state = state;
    this.handles = new Map();
    this.ended = false;
    this.lastGood = performance.now();
    this.stop = new AbortController();
  }

  async open() {
    const answer = await this.send("", { janus: "create" });
    this.id = String(answer.data.id);
    this.poll();
    this.beat();
    this.timer = setInterval(() => this.beat(), BEAT);
  }

  async attach(onEvent) {
    const answer = await this.send(`/${this.id}`, { janus: "attach", plugin: PLUGIN });
    const handle = new Handle(this, String(answer.data.id), onEvent);
    this.handles.set(handle.id, handle);
    return handle;
  }

  /** Told at once that we leave, also while the page is being closed. */
  close() {
    if (this.ended) return;
    this.end();
    if (this.id) {
      const said = { janus: "destroy", transaction: mark() };
      this.fetch(`/${this.id}`, said, { keepalive: true }).catch(() => {});
    }
  }

  end() {
    this.ended = true;
    clearInterval(this.timer);
    this.stop.abort();
  }

  async send(place, said) {
    let response;
    try {
      response = await this.fetch(place, { transaction: mark(), ...said });
    } catch (error) {
      throw new Lost(error.message);
    }
    if (!response.ok) throw new Lost(`status ${response.status}`);
    const answer = await response.json();
    if (answer.janus === "error") throw new Lost(answer.error && answer.error.reason);
    return answer;
  }

  fetch(place, said, options = {}) {
    return fetch(`/video/janus${place}`, {
      method: "POST", credentials: "same-origin", body: JSON.stringify(said),
      headers: { "Content-Type": "application/json", "X-Video-Ticket": this.ticket }, ...options,
    });
  }

  async poll() {
    while (!this.ended) {
      try {
        const response = await fetch(`/video/janus/${this.id}`, {
          headers: { "X-Video-Ticket": this.ticket }, credentials: "same-origin", signal: this.stop.signal,
        });
        if (response.status === 404 || response.status === 403) return this.lose();
        if (!response.ok) throw new Lost(`status ${response.status}`);
        const found = await response.json();
        this.lastGood = performance.now();
        for (const event of Array.isArray(found) ? found : [found]) this.hear(event);
      } catch {
        if (this.ended) return undefined;
        if (performance.now() - this.lastGood > PATIENCE) return this.lose();
        await new Promise((resolve) => { setTimeout(resolve, 700); });
      }
    }
    return undefined;
  }

  async beat() {
    try {
      const response = await fetch(`/video/beat/${this.id}`, {
        method: "POST", credentials: "same-origin", body: JSON.stringify(this.state()),
        headers: { "Content-Type": "application/json", "X-Video-Ticket": this.ticket },
        signal: AbortSignal.timeout(BEAT * 2),
      });
      if (response.status === 404) { this.lose(); return; }
      if (!response.ok) throw new Lost(`status ${response.status}`);
      const said = await response.json();
      this.lastGood = performance.now();
      if (!said.there) this.lose();
      else this.onBeat(said.people);
    } catch {
      if (performance.now() - this.lastGood > PATIENCE) this.lose();
    }
  }

  lose() {
    if (this.ended) return;
    this.end();
    this.onLost();
  }

  hear(event) {
    if (event.janus === "timeout") { this.lose(); return; }
    const handle = this.handles.get(String(event.sender));
    if (handle) handle.hear(event);
  }
}

class Handle {
  constructor(session, id, onEvent) {
    this.session = session;
    this.id = id;
    this.onEvent = onEvent;
    this.waiting = new Map();
  }

  get place() { return `/${this.session.id}/${this.id}`; }

  /** A request that is answered by an event: its data, and the description that came with it. */
  async ask(body, jsep) {
    const transaction = mark();
    const answered = new Promise((resolve, reject) => {
      const late = setTimeout(() => { this.waiting.delete(transaction); reject(new Lost("no answer")); }, 15000);
      this.waiting.set(transaction, { resolve, reject, late });
    });
    answered.catch(() => {});
    await this.session.send(this.place, { janus: "message", transaction, body, ...(jsep ? { jsep } : {}) });
    return answered;
  }

  trickle(candidate) {
    const said = candidate ? candidate.toJSON() : { completed: true };
    this.session.send(this.place, { janus: "trickle", candidate: said }).catch(() => {});
  }

  hear(event) {
    const data = (event.plugindata && event.plugindata.data) || {};
    const asked = this.waiting.get(event.transaction);
    if (asked && event.janus === "event") {
      clearTimeout(asked.late);
      this.waiting.delete(event.transaction);
      if (data.error_code) asked.reject(new Refused(data.error_code, data.error));
      else asked.resolve({ data, jsep: event.jsep });
      return;
    }
    this.onEvent(event.janus, data, event.jsep);
  }
}
