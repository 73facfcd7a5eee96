// The caption over the broadcast's picture: item, speaker, motion, result; nothing while the public is excluded.

import { LiveRoom } from "./live.js";
import { clockTime } from "./live_clock.js";
import { movers, outcomeWords, proofOf, sceneOf, speakerOf } from "./screen_scene.js";

const root = document.querySelector("[data-live]");
const parts = {};
const place = (name) => document.getElementById(`caption-${name}`);
const LONGEST = 150;
const LONGEST_LOOK = 60000;

const CARDS = {
  private: () => "The meeting is in private session. The broadcast goes on when the public is admitted again.",
  planned: ({ startsAt }) => (startsAt ? `The meeting begins at ${clockTime(Date.parse(startsAt))}.` : "The meeting has not begun."),
  adjourned: ({ resumesAt }) => (resumesAt ? `The meeting is adjourned until ${clockTime(Date.parse(resumesAt))}.` : "The meeting is adjourned."),
  closed: () => "The meeting is over.",
  cancelled: () => "This meeting is cancelled.",
};

function short(text) {
  const line = (text || "").replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line;
}

function lineOfVote({ kind, vote, motion }) {
  if (kind === "voting") {
    const counted = vote.way && vote.way !== "devices" ? "" : ` ${vote.voted} of ${vote.present} have voted.`;
    return `Voting on the ${motion.title.toLowerCase()}.${counted}`;
  }
  if (kind === "counted") return "Voting has ended. The chair will declare the result.";
  if (kind === "result") {
    const { for_: yes, against, abstain } = vote.counts;
    return `${outcomeWords(vote)}: for ${yes}, against ${against}, abstained ${abstain}.`;
  }
  return motion ? `${motion.title}: ${short(motion.text)} ${movers(motion)}`.trim() : "";
}

function put(name, text) {
  if (place(name).textContent !== text) place(name).textContent = text;
  place(name).hidden = !text;
}

function draw() {
  const scene = sceneOf(parts);
  root.dataset.scene = scene.kind;
  const card = CARDS[scene.kind];
  place("hold").hidden = !card;
  place("third").hidden = Boolean(card);
  put("hold", card ? card(scene) : "");
  const { item } = scene;
  const speaker = card ? null : speakerOf(parts.debate);
  put("item", !card && item ? `${item.number}. ${short(item.title)}` : "");
  put("speaker", speaker ? speaker.name : "");
  put("motion", card ? "" : lineOfVote(scene));
  const proof = proofOf(parts.proof);
  put("proof", proof && !card ? `Record ${proof}` : "");
  if (!card && !item && !speaker && scene.kind === "between") place("third").hidden = true;
}

for (const name of ["meeting", "agenda", "motions", "vote", "debate", "exclusion", "proof", "appointment"]) {
  document.addEventListener(`part:${name}`, ({ detail }) => { parts[name] = detail.data; queueMicrotask(draw); });
}
// What may be wrong is not shown to the broadcast's viewers: a word to that effect is.
document.addEventListener("live:connection", ({ detail }) => {
  const stale = ["old", "ended"].includes(detail.state);
  root.toggleAttribute("data-old", stale);
  place("stale").hidden = !stale;
});
document.addEventListener("live:outdated", () => location.reload());
const room = LiveRoom.from(root, { wantData: true }).start();
window.room = room;
setInterval(() => room.fetchState(), LONGEST_LOOK);
