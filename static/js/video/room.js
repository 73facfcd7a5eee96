// The page of the video room: the check, the door, the meeting, and back again after the network was away.

import { announce } from "../announce.js";
import { HttpError, postJson } from "../http.js";
import { stayAwake } from "./awake.js";
import { Call } from "./call.js";
import { Check } from "./check.js";
import { Refused } from "./janus.js";
import { Keeper } from "./keeper.js";
import { Media } from "./media.js";
import { Tiles } from "./tiles.js";

const KNOCK_EVERY = 3000;
const RENEW_EVERY = 20000;
const page = document.querySelector("[data-video-room]");
const address = page.dataset.videoRoom;
const sections = [...page.querySelectorAll("[data-part-of-room]")];
const media = new Media();
const check = new Check(page.querySelector('[data-part-of-room="check"]'), media);
const tiles = new Tiles(page.querySelector("[data-tiles]"), page.querySelector("[data-count]"));
const keeper = page.dataset.host ? new Keeper(page.querySelector("[data-keeper]"), address) : null;
const buttons = {
  audio: page.querySelector("[data-microphone]"), video: page.querySelector("[data-camera]"),
};
const hear = page.querySelector("[data-hear]");
const on = { microphone: true, camera: true };
let muted = false;
let call = null;
let wanted = false;
let renewing = 0;

function show(part) {
  const before = page.dataset.state;
  if (before === part) return;
  const active = document.activeElement;
  const held = !active || active === document.body || sections.some((section) => section.contains(active));
  for (const section of sections) section.hidden = section.dataset.partOfRoom !== part;
  page.dataset.state = part;
  stayAwake(part === "meeting" || part === "waiting");
  // The button that was pressed is gone: whoever uses the keyboard or a screen reader goes on where it goes on.
  if (before && held) page.querySelector(`[data-part-of-room="${part}"] h2`).focus({ preventScroll: part === "meeting" || part === "lost" });
}

/** The same words again would be read out again, with each attempt. */
function say(words, urgent = false) {
  const place = page.querySelector("[data-said]");
  if (place.textContent === words) return;
  place.textContent = words;
  place.hidden = !words;
  if (words) announce(words, urgent ? "assertive" : "polite");
}

function device() {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => letters[n % 36]).join("");
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

async function come() {
  wanted = true;
  for (let attempt = 0; wanted; attempt += 1) {
    try {
      if (await knock()) return;
      attempt = 0;
      await pause(KNOCK_EVERY);
    } catch (error) {
      if (error instanceof HttpError && error.status < 500 && error.status !== 409) { stay(error.message); return; }
      if (error instanceof HttpError && attempt > 3) { stay(error.message); return; }
      say(error instanceof Refused ? "The room did not let us in yet. Trying again …" : `${error.message}`);
      await pause(Math.min(1000 * 2 ** attempt, 8000));
    }
  }
}

/** At the door once. True: we are in, or will not be. */
async function knock() {
  const said = await postJson(`${address}/ticket`, { device: device() });
  if (!wanted) return true;
  if (said.state !== "admitted") {
    if (page.dataset.state !== "waiting") announce("You are in the waiting room.");
    page.querySelector("[data-put-out]").hidden = said.state !== "removed";
    show("waiting");
    return false;
  }
  await enter(said);
  return true;
}

async function enter(seat) {
  check.stop();
  muted = false;
  const state = () => ({ microphone: on.microphone && !muted && media.flows("audio"), camera: on.camera && media.flows("video") });
  const mine = new Call(seat, media.tracks, state, {
    person: (id, name) => { if (id !== seat.who) { tiles.person(id, name); } },
    gone: (id) => { const name = tiles.gone(id); if (name) announce(`${name} has left.`); },
    stream: (id, tracks) => tiles.stream(id, tracks),
    talking: (id, talking) => tiles.talking(id, talking),
    states: (people) => tiles.states(people),
    muted: (quiet) => silenced(quiet),
    out: (reason) => gone(reason),
    lost: () => back(),
  });
  tiles.clear();
  tiles.person(seat.who, seat.name, true);
  call = mine;
  applyMicrophone();
  try {
    await mine.enter();
  } catch (error) {
    mine.leave();
    throw error;
  }
  page.dataset.who = seat.who;
  if (media.tracks.video) tiles.stream(seat.who, [media.tracks.video]);
  tiles.states({ [seat.who]: state() });
  show("meeting");
  say("");
  announce("You are in the meeting.");
  if (keeper) keeper.start();
  clearInterval(renewing);
  renewing = setInterval(() => renew(mine), RENEW_EVERY);
  switches();
}

/** A fresh ticket, and a sign to our own server that we are there. */
async function renew(mine) {
  if (mine.over) return;
  try {
    const said = await postJson(`${address}/ticket`, { device: mine.seat.who.split(".")[1], inside: true });
    if (!mine.over && said.state !== "admitted") { gone("removed"); return; }
    if (said.ticket) mine.session.ticket = said.ticket;
  } catch (error) {
    // Not let in any more; whether the network is away, the connection's own signs of life tell.
    if (error instanceof HttpError && error.status === 403 && !mine.over) stay(error.message);
  }
}

async function back() {
  stopMeeting();
  if (!wanted) return;
  say("The connection was lost. Trying again …", true);
  show("lost");
  await pause(500 + Math.random() * 1000);
  come();
}

function gone(reason) {
  stopMeeting();
  if (reason === "removed") { come(); return; }
  stay(reason === "ended" ? "The officer has ended the video room." : "");
}

function stay(words) {
  wanted = false;
  stopMeeting();
  media.stopAll();
  show("over");
  say(words);
}

function stopMeeting() {
  clearInterval(renewing);
  if (keeper) keeper.stop();
  if (call) call.leave();
  call = null;
  tiles.clear();
}

function silenced(quiet) {
  muted = quiet;
  applyMicrophone();
  say(quiet ? "The officer has muted you. You will be given sound when you are called." : "You have sound again.", true);
  switches();
}

function applyMicrophone() {
  if (media.tracks.audio) media.tracks.audio.enabled = on.microphone && !muted;
}

function switches() {
  label(buttons.audio, on.microphone && !muted && media.flows("audio"), "Microphone");
  label(buttons.video, on.camera && media.flows("video"), "Camera");
  buttons.audio.disabled = muted;
  if (call) {
    tiles.states({ [call.seat.who]: call.session.state() });
    call.session.beat();
  }
}

function label(button, isOn, name) {
  button.querySelector("[data-word]").textContent = isOn ? `${name} is on` : `${name} is off`;
  button.dataset.on = isOn ? "yes" : "no";
}

const TAKEN = {
  audio: "Nobody hears you now: a call or another app has taken your microphone. When you are back, press the microphone below.",
  video: "Nobody sees you now: your device has stopped the camera, such as for a call. When you are back, press the camera below.",
};

/** What the device took away is never said to be on. */
async function taken(kind) {
  if (!call) { if (page.dataset.state === "check") check.show(); return; }
  const wished = kind === "audio" ? on.microphone && !muted : on.camera;
  if (wished && !media.flows(kind)) say(TAKEN[kind], true);
  else if (page.querySelector("[data-said]").textContent === TAKEN[kind]) say("");
  if (!media.tracks[kind]) {
    await call.replace(kind, null);
    if (kind === "video" && call) tiles.stream(call.seat.who, []);
  }
  switches();
}

async function switchMicrophone() {
  if (!media.tracks.audio) {
    const track = await media.startOne("audio");
    if (!track) { say(`Microphone: ${media.problems.audio}`, true); return; }
    if (call) await call.replace("audio", track);
    on.microphone = true;
    say("");
  } else {
    on.microphone = !on.microphone;
  }
  applyMicrophone();
  switches();
}

/** Off means off: the light beside the camera goes out. */
async function switchCamera() {
  if (media.tracks.video) {
    media.stop("video");
    on.camera = false;
  } else {
    const track = await media.startOne("video");
    if (!track) { say(`Camera: ${media.problems.video}`, true); return; }
    on.camera = true;
    say("");
  }
  if (call) {
    await call.replace("video", media.tracks.video);
    tiles.stream(call.seat.who, media.tracks.video ? [media.tracks.video] : []);
  }
  switches();
}

page.querySelector("[data-come-in]").addEventListener("click", () => { say(""); come(); });
page.querySelector("[data-come-back]").addEventListener("click", async () => {
  say("");
  show("check");
  await check.start();
});
for (const leave of page.querySelectorAll("[data-leave]")) {
  leave.addEventListener("click", () => stay("You have left the meeting."));
}
buttons.audio.addEventListener("click", switchMicrophone);
buttons.video.addEventListener("click", switchCamera);
media.onTaken = taken;
tiles.onSilent = () => { hear.hidden = false; };
hear.addEventListener("click", () => { hear.hidden = true; tiles.playAll(); });
window.addEventListener("pagehide", () => { if (call) call.leave(); });
window.addEventListener("pageshow", (event) => { if (event.persisted && wanted) back(); });
// Back from another app, or the network is there again: whether we are still in is found out at once.
document.addEventListener("visibilitychange", () => { if (call && !document.hidden) call.session.beat(); });
window.addEventListener("online", () => { if (call) call.session.beat(); });
page.witanCounts = () => (call ? call.counts() : null);

show("check");
check.start();
const votes = page.querySelector("[data-live]");
if (votes) import("./votes.js").then(({ installVotes }) => installVotes(votes));
