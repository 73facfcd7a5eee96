// One way to a recording, whether the browser plays it itself or a frame of another service does.
// Each gives: time(), seek(seconds), play(), pause(), playing(); and calls `told` whenever the time moves.

/** A <video> or <audio> of our own. */
export function ownMedia(element, told) {
  for (const name of ["timeupdate", "seeked", "play", "pause", "loadedmetadata"]) element.addEventListener(name, told);
  return {
    time: () => element.currentTime,
    playing: () => !element.paused,
    play: () => { element.play().catch(() => {}); },
    pause: () => element.pause(),
    seek(seconds) {
      if (element.readyState > 0) element.currentTime = seconds;
      else element.addEventListener("loadedmetadata", () => { element.currentTime = seconds; }, { once: true });
    },
    focus: () => element.focus(),
  };
}

function frameOf(address, title) {
  const frame = document.createElement("iframe");
  frame.className = "player__frame";
  frame.title = title;
  frame.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
  // The service refuses to play without knowing which site shows it.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = address;
  return frame;
}

/** YouTube's player, spoken to by messages: nothing of its scripts runs in our page. */
function youTube(embed, start, title, told) {
  const address = new URL(embed);
  const more = { enablejsapi: 1, playsinline: 1, rel: 0, autoplay: 1, start: Math.floor(start), origin: location.origin };
  for (const [name, value] of Object.entries(more)) address.searchParams.set(name, value);
  const frame = frameOf(address.href, title);
  const state = { time: start, playing: false, at: performance.now() };
  let heard = false;
  const say = (message) => frame.contentWindow?.postMessage(JSON.stringify({ ...message, id: "player", channel: "widget" }), address.origin);
  const command = (func, ...args) => say({ event: "command", func, args });
  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== address.origin) return;
    let data = {};
    try { data = JSON.parse(event.data); } catch { return; }
    heard = true;
    const info = data.info || {};
    if (typeof info.currentTime === "number") Object.assign(state, { time: info.currentTime, at: performance.now() });
    if (typeof info.playerState === "number") state.playing = info.playerState === 1;
    told();
  });
  frame.addEventListener("load", () => {
    let tries = 0;
    const knock = () => { if (!heard && (tries += 1) < 40) { say({ event: "listening" }); setTimeout(knock, 250); } };
    knock();
  });
  return {
    frame,
    time: () => state.time,
    playing: () => state.playing,
    play: () => command("playVideo"),
    pause: () => command("pauseVideo"),
    seek(seconds) { state.time = seconds; command("seekTo", seconds, true); command("playVideo"); told(); },
    focus: () => frame.focus(),
  };
}

/** Vimeo's player, in the same way. */
function vimeo(embed, start, title, told) {
  const address = new URL(embed);
  address.searchParams.set("autoplay", "1");
  if (start) address.hash = `t=${Math.floor(start)}s`;
  const frame = frameOf(address.href, title);
  const state = { time: start, playing: false };
  const say = (method, value) => frame.contentWindow?.postMessage(JSON.stringify({ method, value }), address.origin);
  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== address.origin) return;
    let data = {};
    try { data = typeof event.data === "string" ? JSON.parse(event.data) : event.data; } catch { return; }
    if (data.event === "ready") for (const name of ["timeupdate", "play", "pause", "seeked"]) say("addEventListener", name);
    if (data.data && typeof data.data.seconds === "number") state.time = data.data.seconds;
    if (data.event === "play") state.playing = true;
    if (data.event === "pause") state.playing = false;
    told();
  });
  return {
    frame,
    time: () => state.time,
    playing: () => state.playing,
    play: () => say("play"),
    pause: () => say("pause"),
    seek(seconds) { state.time = seconds; say("setCurrentTime", seconds); say("play"); told(); },
    focus: () => frame.focus(),
  };
}

/** The player in a frame that belongs to this address. */
export function framedMedia(embed, start, title, told) {
  return (new URL(embed).hostname.endsWith("vimeo.com") ? vimeo : youTube)(embed, start, title, told);
}
