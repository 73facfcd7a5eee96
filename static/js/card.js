// The holding card: says by itself why there is no picture. Whatever is not known is not shown.

import { LiveRoom } from "./live.js";
import { clockTime, serverNow } from "./live_clock.js";

const root = document.querySelector("[data-live]");
const parts = {};
const LONGEST_LOOK = 60000;

function day(at) {
  return new Date(at).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/London" });
}

/** "at 19:30", with the day when it is another. */
function when(iso) {
  const at = Date.parse(iso);
  return `${day(at) === day(serverNow()) ? "" : `on ${day(at)} `}at ${clockTime(at)}`;
}

function cardNow() {
  const { exclusion, broadcast, meeting } = parts;
  const excluded = exclusion && !exclusion.hidden && exclusion.words;
  if (excluded || (meeting && meeting.hidden)) {
    return { title: "Private session", words: "The meeting is in private session. The broadcast goes on here when the public is admitted again." };
  }
  if (broadcast && broadcast.card) return broadcast.card;
  if (meeting && meeting.status === "adjourned") return { title: "Adjourned", words: "The meeting is adjourned and goes on after the break." };
  if (meeting && meeting.status === "closed") return { title: "The meeting is over", words: "" };
  return null;
}

function draw() {
  const card = cardNow();
  root.dataset.card = card ? card.kind || "private" : "none";
  const { until, place, kind } = card || {};
  const goesOn = until ? ` ${kind === "planned" ? "It begins" : "It goes on"} ${when(until)}${place ? `, ${place}` : ""}.` : "";
  put("card-title", card ? card.title : "The meeting is going on");
  put("card-words", card ? `${card.words}${goesOn}` : "");
}

function put(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
}

for (const name of ["meeting", "exclusion", "broadcast"]) {
  document.addEventListener(`part:${name}`, ({ detail }) => { parts[name] = detail.data; queueMicrotask(draw); });
}
// Nobody reloads this page by hand.
document.addEventListener("live:outdated", () => location.reload());
const room = LiveRoom.from(root, { wantData: true }).start();
window.room = room;
setInterval(() => room.fetchState(), LONGEST_LOOK);
