// The public's page of a broadcast: plays it while it is public, and says in words what is the case when it is not.

import Hls from "../../vendor/hls.min.js";

const WORDS = {
  before: "The broadcast has not begun yet. It begins here by itself.",
  live: "The broadcast is about to go on.",
  held: "The broadcast is interrupted for a part of the meeting, and goes on here.",
  ended: "The broadcast is over.",
};
const place = document.querySelector("[data-stream]");
const address = place.dataset.stream;
const list = `${address}/index.m3u8`;
const video = place.querySelector("video");
const card = place.querySelector("[data-card]");
let player = null;
let playing = false;

function play() {
  playing = true;
  card.hidden = true;
  if (Hls.isSupported()) {
    player = new Hls({ enableWorker: false, liveSyncDurationCount: 3, liveMaxLatencyDurationCount: 8 });
    player.on(Hls.Events.ERROR, (_, problem) => { if (problem.fatal) stop(); });
    player.loadSource(list);
    player.attachMedia(video);
  } else {
    video.src = list;
  }
  video.play().catch(() => {});
}

/** Nothing that was loaded is shown any longer: the part that follows may be private. */
function stop() {
  playing = false;
  if (player) player.destroy();
  player = null;
  video.removeAttribute("src");
  video.load();
  card.hidden = false;
}

function show({ state, picture }) {
  place.dataset.state = state;
  if (picture && !playing) play();
  if (!picture && playing) stop();
  if (!picture && card.textContent !== WORDS[state]) card.textContent = WORDS[state];
}

async function look() {
  try {
    const response = await fetch(`${address}/now.json`, { cache: "no-store" });
    if (response.ok) show(await response.json());
  } catch {
    // The network is away: what plays goes on for as long as it can, and we look again.
  }
  setTimeout(look, place.dataset.state === "ended" ? 30000 : 2500);
}

look();
