// The debate on every screen: the clock of whoever speaks, one's own place on the list, how long until the meeting goes on.

import { announce } from "./announce.js";
import { serverNow } from "./live_clock.js";

const LOOK = 250;
const WORDS = { green: "left", amber: "left: coming to the end", red: "Time is up" };
const SITTING_WARNINGS = [30, 10, 5];
const told = new Set();
let part = null;

/** "2:05"; hours only where there are any. */
export function minutes(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, rest] = [Math.floor(whole / 3600), whole % 3600];
  const tail = String(rest % 60).padStart(2, "0");
  return hours ? `${hours}:${String(Math.floor(rest / 60)).padStart(2, "0")}:${tail}` : `${Math.floor(rest / 60)}:${tail}`;
}

/** The light of a speech: `limit` and `amber` in seconds, `spoken` in seconds up to now. */
export function lightOf(limit, amber, spoken, running) {
  if (!running) return "off";
  if (!limit) return "none";
  const left = limit - spoken;
  if (left <= 0) return "red";
  return left <= Math.min(amber, limit / 2) ? "amber" : "green";
}

export function wordsOf(light, limit, spoken) {
  const left = Math.ceil(limit - spoken);
  if (light === "off") return limit ? `The clock stands: ${minutes(Math.max(0, left))} left` : "The clock stands";
  if (light === "none") return `${minutes(spoken)} so far`;
  if (light === "red") return `${WORDS.red}: ${minutes(spoken - limit)} over`;
  return `${minutes(left)} ${WORDS[light]}`;
}

function spokenBy(clock, now) {
  const before = Number(clock.dataset.spoken) / 1000;
  return clock.dataset.since ? before + Math.max(0, (now - Date.parse(clock.dataset.since)) / 1000) : before;
}

function showClock(clock, now) {
  const { speech, since } = clock.dataset;
  const [limit, amber] = [Number(clock.dataset.limit), Number(clock.dataset.amber)];
  const spoken = spokenBy(clock, now);
  const light = lightOf(limit, amber, spoken, Boolean(since));
  if (clock.dataset.light !== light) clock.dataset.light = light;
  const place = clock.querySelector(".witan-speechlight__words");
  const words = wordsOf(light, limit, spoken);
  if (place.textContent !== words) place.textContent = words;
  warnSpeaker(speech, light, limit);
}

/** Each colour is said once, to whoever speaks, the chair and the clerk: not all the public's screens speak of it. */
function warnSpeaker(speech, light, limit) {
  if (light !== "amber" && light !== "red") return;
  const root = document.querySelector("[data-live]");
  const mine = part && part.floor && root && part.floor.person_id && part.floor.person_id === root.dataset.person;
  const chairing = root && ["chair", "officer"].includes(root.dataset.audience);
  const key = `${speech} ${limit} ${light}`;
  if ((!mine && !chairing) || told.has(key)) return;
  told.add(key);
  const whose = mine ? "Your time" : "The speaker’s time";
  announce(light === "red" ? `${whose} is up.` : `${whose} is nearly up.`);
}

function showSitting(line, now) {
  const left = (Date.parse(line.dataset.sittingEnds) - now) / 60000;
  const place = line.querySelector("[data-sitting-left]");
  if (place) place.textContent = left > 0 ? `, in ${Math.ceil(left)} ${Math.ceil(left) === 1 ? "minute" : "minutes"}` : "";
  line.classList.toggle("witan-problem", left <= 10);
  const up = document.querySelector("[data-sitting-up]");
  if (up) up.hidden = left > 0;
  const warned = SITTING_WARNINGS.filter((m) => left <= m).pop();
  const key = `sitting ${line.dataset.sittingEnds} ${left <= 0 ? 0 : warned}`;
  if ((left > 0 && !warned) || told.has(key)) return;
  told.add(key);
  announce(left <= 0 ? "The meeting’s time is up." : `The meeting’s time is up in ${Math.ceil(left)} minutes.`);
}

function showBack(place, now) {
  const left = (Date.parse(place.dataset.back) - now) / 1000;
  place.textContent = left > 0 && left < 86400 ? `, in ${minutes(left)}` : "";
}

function tick() {
  const now = serverNow();
  for (const clock of document.querySelectorAll("[data-speech-clock]")) showClock(clock, now);
  for (const line of document.querySelectorAll("[data-sitting-ends]")) showSitting(line, now);
  for (const place of document.querySelectorAll("[data-back]")) showBack(place, now);
}

/** What a list says to one member: their place, or that it is their turn. Null: they are not on it. */
export function myTurn(debate, me) {
  if (!debate || !me) return null;
  const { floor, queue } = debate;
  if (floor && floor.person_id === me) return { words: "You have the floor.", id: null };
  const at = queue.findIndex((speaker) => speaker.person_id === me);
  if (at < 0) return null;
  const before = at === 1 ? "One person speaks before you." : `${at} people speak before you.`;
  return { words: at ? `You are on the list. ${before}` : "You are on the list, and next.", id: queue[at].id };
}

function showMine() {
  const root = document.querySelector("[data-live]");
  const place = document.querySelector("[data-my-turn]");
  if (!root || !place) return;
  const mine = myTurn(part, root.dataset.person);
  place.hidden = !mine;
  const words = mine ? mine.words : "";
  if (place.textContent !== words) place.textContent = words;
  const ask = document.querySelector("[data-my-ask]");
  const withdraw = document.querySelector("[data-my-withdraw]");
  ask.hidden = Boolean(mine);
  withdraw.hidden = !(mine && mine.id);
  withdraw.elements.speech_id.value = (mine && mine.id) || "";
}

document.addEventListener("part:debate", ({ detail }) => {
  part = detail.data;
  showMine();
  tick();
});
setInterval(tick, LOOK);
tick();
