// Camera and microphone: found, chosen, switched, and plain words when the browser does not give them.

const WORDS = {
  NotAllowedError: "The browser does not let this page use it. Press the camera sign or the padlock beside the address, choose Allow, and try again. On a computer of the council, ask for help if it is locked.",
  NotFoundError: "None was found. Plug one in, or come in without it: you will see and hear the others.",
  NotReadableError: "Another program is using it. Close that program, such as another video call, and try again.",
  OverconstrainedError: "The one you chose is not there any more. Choose another.",
  insecure: "The browser gives camera and microphone only to addresses that begin with https. Ask democratic services for the right address.",
  other: "It could not be started. Unplug it, plug it in again, and try again.",
};
const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20, max: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export function wordsOf(error) {
  return WORDS[error.name] || WORDS.other;
}

export class Media {
  constructor() {
    this.tracks = { audio: null, video: null };
    this.problems = {};
    this.chosen = { audio: "", video: "" };
    /** Called with the kind when the device itself takes it away, holds it back, or gives it again. */
    this.onTaken = () => {};
  }

  get possible() { return Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia); }

  /** Both at once first: one question instead of two. Whichever cannot be had is left out, with words. */
  async start() {
    this.problems = {};
    if (!this.possible) {
      this.problems = { audio: WORDS.insecure, video: WORDS.insecure };
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: this.wish("audio"), video: this.wish("video") });
      this.take(stream);
    } catch {
      await this.startOne("audio");
      await this.startOne("video");
    }
  }

  async startOne(kind) {
    try {
      this.take(await navigator.mediaDevices.getUserMedia({ [kind]: this.wish(kind) }));
      delete this.problems[kind];
    } catch (error) {
      this.problems[kind] = wordsOf(error);
    }
    return this.tracks[kind];
  }

  wish(kind) {
    const base = kind === "audio" ? SOUND : PICTURE;
    return this.chosen[kind] ? { ...base, deviceId: { exact: this.chosen[kind] } } : base;
  }

  take(stream) {
    for (const track of stream.getTracks()) {
      this.stop(track.kind);
      this.tracks[track.kind] = track;
      for (const event of ["ended", "mute", "unmute"]) track.addEventListener(event, () => this.taken(track));
    }
  }

  /** A telephone call, another program, a plug pulled: the browser tells, and nobody has pressed anything. */
  taken(track) {
    if (this.tracks[track.kind] !== track) return;
    if (track.readyState === "ended") this.tracks[track.kind] = null;
    this.onTaken(track.kind);
  }

  /** Whether something is really coming from it. */
  flows(kind) {
    const track = this.tracks[kind];
    return Boolean(track) && !track.muted;
  }

  async choose(kind, deviceId) {
    this.chosen[kind] = deviceId;
    return this.startOne(kind);
  }

  stop(kind) {
    if (this.tracks[kind]) this.tracks[kind].stop();
    this.tracks[kind] = null;
  }

  stopAll() {
    this.stop("audio");
    this.stop("video");
  }

  async devices(kind) {
    if (!this.possible) return [];
    const all = await navigator.mediaDevices.enumerateDevices();
    return all.filter((device) => device.kind === `${kind}input`);
  }
}

/** Calls back with how loud the microphone is, 0 to 1, until stopped. */
export function listenToLevel(track, show) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const wave = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(wave);
    const power = Math.sqrt(wave.reduce((sum, value) => sum + value * value, 0) / wave.length);
    show(Math.min(1, power * 4));
  }, 120);
  return () => {
    clearInterval(timer);
    if (context.state !== "closed") context.close();
  };
}
