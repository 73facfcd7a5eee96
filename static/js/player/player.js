// The page of a recording: the agenda follows the time, and whatever is pressed in it moves the recording.

import { announce } from "../announce.js";
import { clock, lastBefore } from "./find.js";
import { framedMedia, ownMedia } from "./media.js";
import { installSaid } from "./said.js";

const root = document.querySelector("[data-player]");
const { recording, embed, share, transcript } = root.dataset;
const element = document.getElementById("media");
const bar = document.getElementById("bar");
const now = document.getElementById("now");
const play = document.getElementById("play");
const asked = Number(new URLSearchParams(location.search).get("t"));
const links = [...root.querySelectorAll("[data-go]")].filter((link) => link.dataset.recording === recording);
const items = links.filter((link) => link.closest(".player-chapter__head"));
const inner = links.filter((link) => !items.includes(link));
const seconds = (link) => Number(link.dataset.go);
let media = null;
let said = null;

/** The last of these that has begun and is not over. */
function standing(list, time) {
  const at = lastBefore(list.map(seconds), time + 0.5);
  const link = list[at];
  // What was over in a moment is still shown long enough to be read.
  const over = link && link.dataset.until && time >= Math.max(Number(link.dataset.until), seconds(link) + 5);
  return over ? null : link || null;
}

function markCurrent(list, link, of) {
  for (const one of list) {
    const place = one.closest(of);
    if (one === link) place.setAttribute("aria-current", "true");
    else place.removeAttribute("aria-current");
  }
}

function told() {
  const time = media.time();
  const item = standing(items, time);
  const part = standing(inner, time);
  markCurrent(items, item, ".player-chapter");
  markCurrent(inner, part, ".player-inner__line");
  const words = [item, part].filter(Boolean).map((link) => link.textContent.trim()).join(": ");
  if (now.textContent !== words) now.textContent = words;
  play.textContent = media.playing() ? "Pause" : "Play";
  said?.follow(time);
}

function start(at) {
  if (media) return;
  if (element) media = ownMedia(element, told);
  else if (embed) {
    media = framedMedia(embed, at, document.title, told);
    document.getElementById("ask").replaceWith(media.frame);
    media.frame.focus();
  }
  if (media) bar.hidden = false;
}

function go(to) {
  if (!media) {
    // Pressing a moment asks for the recording as plainly as the button does.
    start(to);
    if (!media) return false;
    if (element) media.seek(to);
  } else media.seek(to);
  media.play();
  announce(`From ${clock(to)}`);
  return true;
}

root.addEventListener("click", (event) => {
  const link = event.target.closest("[data-go]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.dataset.recording !== recording) return;
  if (!element && !embed) return;
  event.preventDefault();
  go(seconds(link));
  history.replaceState(null, "", link.dataset.share);
});

for (const button of root.querySelectorAll("[data-skip]")) {
  button.addEventListener("click", () => media.seek(Math.max(0, media.time() + Number(button.dataset.skip))));
}
for (const button of root.querySelectorAll("[data-item]")) {
  button.addEventListener("click", () => {
    const at = lastBefore(items.map(seconds), media.time() + 0.5);
    const next = items[Number(button.dataset.item) > 0 ? at + 1 : Math.max(at - 1, 0)];
    if (next) go(seconds(next));
    else announce("There is no further item.");
  });
}
play.addEventListener("click", () => (media.playing() ? media.pause() : media.play()));

const box = document.getElementById("share-box");
const field = document.getElementById("share-link");
document.getElementById("share").addEventListener("click", () => {
  const at = Math.floor(media.time());
  field.value = new URL(`${share}&t=${at}`, location.href).href;
  document.getElementById("share-at").textContent = clock(at);
  box.hidden = false;
  field.focus();
  field.select();
});
document.getElementById("share-copy").addEventListener("click", async () => {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    announce("The link is copied.");
  } catch {
    announce("Copy the link from the field: the browser does not let us.");
  }
});

if (transcript) said = installSaid(transcript, () => (media ? media.time() : 0), go);
if (element) {
  start(0);
  if (asked > 0) media.seek(asked);
} else if (embed) {
  const load = document.getElementById("load");
  load.hidden = false;
  if (asked > 0) load.textContent = `Watch here, from ${clock(asked)}`;
  load.addEventListener("click", () => start(asked > 0 ? asked : 0));
}
