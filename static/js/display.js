// The large display of the chamber: one scene at a time, as large as the screen allows.

import { LiveRoom } from "./live.js";
import { clockTime, serverNow } from "./live_clock.js";
import { fit, make, minutes, paragraphs, show } from "./screen_dom.js";
import { movers, outcomeWords, proofOf, sceneOf, speakerOf } from "./screen_scene.js";

const root = document.querySelector("[data-live]");
const parts = {};
const place = (name) => document.getElementById(`display-${name}`);
const SIDES = [["for", "For"], ["against", "Against"], ["abstain", "Abstained"], [null, "No vote cast"]];
const TITLE = "Councillor ";
const LONGEST_LOOK = 60000; // a revoked link stops its screen within a minute
let speaker = null;

const SCENES = {
  private: ({ words }) => [make("p", "display__huge", "Private session"),
    make("p", "display__words", words ? `${words}.` : "Nothing of the meeting is shown at this moment."),
    make("p", "display__words", "This screen goes on by itself when the meeting is public again.")],
  planned: ({ startsAt }) => [make("p", "display__huge", "The meeting has not begun"),
    startsAt ? make("p", "display__words", `It is to begin at ${clockTime(Date.parse(startsAt))}.`) : ""],
  adjourned: ({ resumesAt, reason, place: where }) => [make("p", "display__huge", "Adjourned"),
    make("p", "display__words", resumesAt ? `The meeting goes on ${whenWords(resumesAt)}${where ? `, ${where}` : ""}.` : "The meeting goes on after the break."),
    reason ? make("p", "display__words", reason) : ""],
  closed: () => [make("p", "display__huge", "The meeting is over")],
  cancelled: () => [make("p", "display__huge", "This meeting is cancelled")],
  between: () => [make("p", "display__huge", "Between items")],
  item: () => [],
  motion: ({ motion }) => motionText(motion),
  voting: ({ vote, motion }) => [voteLine(vote), ...motionText(motion)],
  counted: ({ motion }) => [make("p", "display__call", "Voting has ended. The chair will declare the result."), ...motionText(motion)],
  result: ({ vote, motion }) => result(vote, motion),
};

/** "at 19:30", or with the day when it is another. */
function whenWords(iso) {
  const at = new Date(iso);
  const day = at.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/London" });
  const today = new Date(serverNow()).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/London" });
  return `${day === today ? "" : `on ${day} `}at ${clockTime(at.getTime())}`;
}

function motionText(motion) {
  return [make("p", "display__label", [motion.title, movers(motion)].filter(Boolean).join(" · ")), ...paragraphs(motion.text, "display__text")];
}

/** How many have voted, never which way; where no devices are used nobody knows how many. */
function voteLine(vote) {
  if (vote.way && vote.way !== "devices") {
    return make("p", "display__call", vote.way === "hands" ? "Vote by show of hands" : "Vote by roll call");
  }
  return make("p", "display__call", "Voting is open ", make("span", "display__count", `${vote.voted} of ${vote.present} have voted`));
}

function result(vote, motion) {
  const { for_: yes, against, abstain, none } = vote.counts;
  const figures = [["For", yes], ["Against", against], ["Abstained", abstain], ["No vote cast", none]];
  const counts = make("dl", "display__counts", ...figures.map(([label, n]) => make("div", "", make("dt", "", label), make("dd", "", String(n)))));
  const head = make("div", "display__head-line", make("p", "display__outcome", outcomeWords(vote)), counts);
  const sides = vote.sides || [];
  if (!sides.some((side) => side.names.length)) return [head, ...motionText(motion)];
  // What stands before every name is said once, so that the names themselves can be larger.
  const every = sides.flatMap((side) => side.names);
  const title = every.every((name) => name.startsWith(TITLE)) ? TITLE : "";
  const columns = SIDES.map(([choice, label]) => [label, sides.find((side) => side.choice === choice)])
    .filter(([, side]) => side && side.names.length)
    .map(([label, side]) => {
      const box = make("section", "display__side", make("h2", "", `${label} (${side.names.length})`),
        make("ul", "", ...side.names.map((name) => make("li", "", name.slice(title.length)))));
      box.style.flexGrow = String(Math.max(2, Math.ceil(side.names.length / 15)));
      return box;
    });
  return [head, make("p", "display__label", [motion.title, title && "Councillors"].filter(Boolean).join(" · ")), make("div", "display__sides", ...columns)];
}

function draw() {
  const scene = sceneOf(parts);
  root.dataset.scene = scene.kind;
  const { item } = scene;
  show(place("item"), item ? make("p", "display__label", `Item ${item.number}`) : "", item ? make("h2", "display__title", item.title) : "");
  place("item").hidden = !item;
  speaker = ["item", "motion", "between"].includes(scene.kind) ? speakerOf(parts.debate) : null;
  drawSpeaker();
  const { presiding } = parts.meeting || {};
  place("chair").textContent = presiding && scene.kind !== "closed" ? `In the chair: ${presiding}` : "";
  const proof = proofOf(parts.proof);
  place("proof").textContent = proof ? `Record ${proof}` : "";
  if (show(place("stage"), ...SCENES[scene.kind](scene))) announceSize();
}

function drawSpeaker() {
  const box = place("speaker");
  box.hidden = !speaker;
  if (!speaker) return;
  const used = speaker.used + (speaker.runsSince ? Math.max(0, serverNow() - speaker.runsSince) / 1000 : 0);
  const left = speaker.limit ? speaker.limit - used : null;
  const time = left === null ? minutes(used) : minutes(Math.abs(left));
  box.dataset.light = left === null ? "none" : left <= 0 ? "over" : left <= speaker.amber ? "near" : "free";
  const words = { over: " over time", near: " left", free: " left", none: "" }[box.dataset.light];
  show(box, make("span", "display__label", speaker.label), make("span", "display__name", speaker.name),
    make("span", "display__timer", time, make("span", "display__unit", words)));
}

function announceSize() {
  const height = window.innerHeight;
  fit(place("stage"), height * 0.022, height * 0.075);
}

function theme(next) {
  root.dataset.theme = document.documentElement.dataset.theme = next;
  try { localStorage.setItem("witan-display-theme", next); } catch { /* it is only a taste */ }
}

function kept() {
  try { return localStorage.getItem("witan-display-theme"); } catch { return null; }
}

function start() {
  theme(new URLSearchParams(location.search).get("theme") || kept() || "dark");
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-theme-switch]")) theme(root.dataset.theme === "dark" ? "light" : "dark");
    if (target.closest("[data-full-screen]")) document.documentElement.requestFullscreen?.();
  });
  for (const name of ["meeting", "agenda", "motions", "vote", "debate", "exclusion", "proof", "appointment"]) {
    document.addEventListener(`part:${name}`, ({ detail }) => { parts[name] = detail.data; queueMicrotask(draw); });
  }
  window.addEventListener("resize", announceSize);
  document.fonts?.ready.then(announceSize);
  setInterval(() => {
    for (const clock of document.querySelectorAll("[data-clock]")) clock.textContent = clockTime(serverNow());
    drawSpeaker();
  }, 500);
  const room = LiveRoom.from(root, { wantData: true }).start();
  window.room = room;
  // Nobody reloads this page by hand.
  document.addEventListener("live:outdated", () => location.reload());
  setInterval(() => room.fetchState(), LONGEST_LOOK);
}

start();
