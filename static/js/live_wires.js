// The ways news come in: a socket for members and officers, server-sent events for the public, asking now and then for both.

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10000;

/** A random pause that grows with each failure, so that a full gallery does not come back in one moment. */
export function pauseAfter(failures, random = Math.random) {
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures, 10));
  return longest / 2 + random() * (longest / 2);
}

/**
 * A wire tells `hears`: up(), down(), refused(), push(message), beat(message), state(message).
 * start, stop and restart may be called at any time, any number of times.
 */
export class SocketWire {
  constructor(hears, { meetingId, token, version, load = () => import("../vendor/socket.io.esm.min.js") }) {
    this.hears = hears;
    this.auth = () => ({ meeting: meetingId, token, version: version() });
    this.load = load;
    this.socket = null;
    this.failures = 0;
    this.wanted = false;
  }

  async start() {
    this.wanted = true;
    if (this.socket) return;
    try {
      const { io } = await this.load();
      if (this.wanted && !this.socket) this.open(io);
    } catch {
      this.later(() => this.start());
    }
  }

  open(io) {
    this.socket = io({
      auth: (give) => give(this.auth()),
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: FIRST_PAUSE,
      reconnectionDelayMax: LONGEST_PAUSE,
      randomizationFactor: 0.5,
      timeout: 8000,
      forceNew: true,
    });
    this.socket.on("connect", () => { this.failures = 0; this.hears.up(); });
    this.socket.on("disconnect", () => this.fell());
    this.socket.on("connect_error", () => this.fell());
    for (const event of ["push", "beat", "state"]) this.socket.on(event, (message) => this.hears[event](message));
  }

  fell() {
    if (!this.wanted || this.restarting) return;
    this.hears.down();
    // The client comes back by itself, except where the server itself said no.
    if (this.socket && !this.socket.active) {
      this.hears.refused();
      this.later(() => this.wanted && this.socket && !this.socket.active && this.socket.connect());
    }
  }

  later(what) {
    clearTimeout(this.timer);
    this.failures += 1;
    this.timer = setTimeout(what, pauseAfter(this.failures));
  }

  restart() {
    clearTimeout(this.timer);
    if (!this.socket) {
      this.start();
    } else {
      this.restarting = true;
      this.socket.disconnect();
      this.restarting = false;
      this.socket.connect();
    }
  }

  stop() {
    this.wanted = false;
    clearTimeout(this.timer);
    if (this.socket) this.socket.disconnect();
    this.socket = null;
  }
}

export class EventsWire {
  constructor(hears, { eventsUrl, version }) {
    this.hears = hears;
    this.url = eventsUrl;
    this.version = version;
    this.source = null;
    this.failures = 0;
    this.wanted = false;
  }

  start() {
    this.wanted = true;
    clearTimeout(this.timer);
    if (this.source) return;
    if (typeof EventSource === "undefined") {
      this.hears.down();
      return;
    }
    const url = new URL(this.url, location.href);
    // Who shows that version already is sent a heartbeat instead of the state.
    if (this.version() !== null) url.searchParams.set("since", String(this.version()));
    const source = new EventSource(url);
    this.source = source;
    for (const event of ["push", "beat", "state"]) {
      source.addEventListener(event, ({ data }) => this.heard(source, event, data));
    }
    source.addEventListener("error", () => this.fell(source));
  }

  heard(source, event, data) {
    if (source !== this.source) return;
    // Not when it opens: something in between may let the headers through and keep the rest.
    if (this.failures >= 0) {
      this.failures = -1;
      this.hears.up();
    }
    this.hears[event](JSON.parse(data));
  }

  /** Come back ourselves: browsers would all come after the same three seconds, and never after a refusal. */
  fell(source) {
    source.close();
    if (source !== this.source) return;
    this.source = null;
    this.failures = Math.max(this.failures, 0) + 1;
    this.hears.down();
    clearTimeout(this.timer);
    if (this.wanted) this.timer = setTimeout(() => this.start(), pauseAfter(this.failures));
  }

  restart() {
    this.stop();
    this.failures = 0;
    this.start();
  }

  stop() {
    this.wanted = false;
    clearTimeout(this.timer);
    if (this.source) this.source.close();
    this.source = null;
  }
}

/** Asks again and again, with a pause that is never quite the same. */
export class Asking {
  constructor(ask, pause) {
    this.ask = ask;
    this.pause = pause;
    this.timer = null;
  }

  get running() {
    return this.timer !== null;
  }

  start() {
    if (this.running) return;
    const next = () => {
      const timer = setTimeout(async () => {
        await this.ask();
        if (this.timer === timer) next();
      }, this.pause * (0.75 + Math.random() / 2));
      this.timer = timer;
    };
    next();
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
  }
}
