// The scrubber of a time line: how the meeting stood at any second, from the states that the server computed.

import { getJson } from "./http.js";

const NOTHING = { phase: "", item: "None", speaker: "Nobody", motion: "No motion", result: "None yet" };
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "Europe/London" });

/** The last state that began at or before `offset`. */
export function stateAt(states, offset) {
  let found = { phase: "The meeting had not begun" };
  for (const state of states) {
    if (state.offset > offset) break;
    found = state;
  }
  return found;
}

/** The offset of the event before or after; the same again at either end. */
export function neighbour(offsets, at, way) {
  const sorted = [...new Set(offsets)].sort((a, b) => a - b);
  const found = way > 0 ? sorted.find((offset) => offset > at) : sorted.filter((offset) => offset < at).pop();
  return found === undefined ? at : found;
}

function start(root) {
  const { replay, started } = root.dataset;
  const scrub = document.getElementById("replay-scrub");
  const range = document.getElementById("replay-range");
  const box = document.getElementById("replay-moment");
  const lines = [...document.querySelectorAll(".replay-line")];
  const offsets = lines.map((line) => Number(line.dataset.offset)).filter((offset) => offset >= 0);
  let states = [];

  function show(offset) {
    const at = CLOCK.format(new Date(Date.parse(started) + offset * 1000));
    const state = stateAt(states, offset);
    box.hidden = false;
    document.getElementById("replay-when").textContent = `At ${at}`;
    for (const place of box.querySelectorAll("[data-state]")) {
      place.textContent = state[place.dataset.state] || NOTHING[place.dataset.state];
    }
    range.value = offset;
    range.setAttribute("aria-valuetext", at);
    const current = lines.filter((line) => Number(line.dataset.offset) <= offset).pop();
    for (const line of lines) line.toggleAttribute("aria-current", false);
    if (current) current.setAttribute("aria-current", "true");
  }

  range.addEventListener("input", () => show(Number(range.value)));
  document.getElementById("replay-back").addEventListener("click", () => show(neighbour(offsets, Number(range.value), -1)));
  document.getElementById("replay-next").addEventListener("click", () => show(neighbour(offsets, Number(range.value), 1)));
  getJson(`${replay}.json`).then((found) => {
    states = found.states;
    scrub.hidden = false;
    const clock = document.getElementById("replay-at").value;
    if (!clock) return;
    const known = states.filter((state) => CLOCK.format(new Date(state.at)).slice(0, 5) <= clock).pop();
    if (known) range.value = known.offset;
  }).catch(() => { /* The list and the form say the same without it. */ });
}

const root = typeof document === "undefined" ? null : document.querySelector("[data-replay]");
if (root && root.dataset.replay) start(root);
