// What was said, in step with the recording: search in it, press a line to go there.

import { getJson } from "../http.js";
import { isFound, lastBefore, marked, wordsOf } from "./find.js";

const EVERY = 8;

function counted(places) {
  if (places === 0) return "Nothing was found. Try fewer words, or the beginning of a word.";
  return places === 1 ? "1 place. Enter goes there." : `${places} places. Enter goes to the next.`;
}

/** `time()` is where the recording stands, `go(seconds)` moves it. Returns { follow(seconds) }. */
export function installSaid(url, time, go) {
  const box = document.getElementById("said");
  const text = document.getElementById("text");
  const find = document.getElementById("find");
  const found = document.getElementById("found");
  const keep = document.getElementById("follow");
  const opener = document.getElementById("show-said");
  let cues = [];
  let starts = [];
  let buttons = [];
  let current = -1;
  let reached = 0;

  /** One line of thousands is on the way of the Tab key; from it the arrow keys go to the others. */
  function reach(index) {
    if (buttons[reached]) buttons[reached].tabIndex = -1;
    reached = index;
    if (buttons[reached]) buttons[reached].tabIndex = 0;
  }

  function draw() {
    const words = wordsOf(find.value);
    const nodes = [];
    let speaker = null;
    let paragraph = null;
    let inIt = 0;
    buttons = [];
    let places = 0;
    cues.forEach((cue, index) => {
      if (cue.speaker !== speaker) {
        speaker = cue.speaker;
        paragraph = null;
        if (speaker) {
          const heading = document.createElement("h3");
          heading.textContent = speaker;
          nodes.push(heading);
        }
      }
      if (!paragraph || inIt >= EVERY) {
        paragraph = document.createElement("p");
        nodes.push(paragraph);
        inIt = 0;
      }
      inIt += 1;
      const line = document.createElement("button");
      line.type = "button";
      line.tabIndex = -1;
      line.className = "player-cue";
      line.dataset.cue = index;
      const hit = words.length > 0 && isFound(cue.text, words);
      if (hit) { places += 1; line.dataset.hit = ""; }
      line.append(...marked(cue.text, hit ? words : []));
      paragraph.append(line, " ");
      buttons.push(line);
    });
    text.replaceChildren(...nodes);
    current = -1;
    reach(Math.min(reached, buttons.length - 1));
    follow(time());
    found.textContent = words.length === 0 ? "" : counted(places);
  }

  function nextHit() {
    const all = [...text.querySelectorAll("[data-hit]")];
    if (all.length === 0) return;
    const here = all.findIndex((line) => line.dataset.at === "here");
    const next = all[(here + 1) % all.length];
    if (all[here]) delete all[here].dataset.at;
    next.dataset.at = "here";
    reach(Number(next.dataset.cue));
    keep.checked = false;
    scrollTo(next);
    found.textContent = `${all.indexOf(next) + 1} of ${all.length}`;
  }

  function scrollTo(line) {
    // Only the text moves, never the page under somebody's hands.
    text.scrollTop = line.offsetTop - text.offsetTop - text.clientHeight / 3;
  }

  function follow(seconds) {
    if (buttons.length === 0) return;
    const at = lastBefore(starts, seconds);
    if (at === current) return;
    buttons[current]?.removeAttribute("aria-current");
    current = at;
    const line = buttons[at];
    if (!line) return;
    line.setAttribute("aria-current", "true");
    if (!keep.checked || text.contains(document.activeElement)) return;
    reach(at);
    scrollTo(line);
  }

  async function show() {
    opener.disabled = true;
    try {
      const answer = await getJson(url, { tries: 3, timeout: 20000 });
      cues = answer.cues;
      starts = cues.map((cue) => cue.start);
      text.lang = answer.language;
      draw();
      box.hidden = false;
      opener.hidden = true;
      find.focus();
    } catch (error) {
      opener.disabled = false;
      opener.textContent = `${error.message} Press to try again`;
    }
  }

  opener.hidden = false;
  opener.addEventListener("click", show);
  find.addEventListener("input", draw);
  find.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); nextHit(); } });
  text.addEventListener("focusin", ({ target }) => { if (target.dataset.cue) reach(Number(target.dataset.cue)); });
  text.addEventListener("keydown", (event) => {
    const to = { ArrowDown: reached + 1, ArrowUp: reached - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || !buttons[to] || !event.target.dataset.cue) return;
    event.preventDefault();
    buttons[to].focus();
  });
  text.addEventListener("click", (event) => {
    const line = event.target.closest("[data-cue]");
    if (line) go(cues[Number(line.dataset.cue)].start);
  });
  return { follow };
}
