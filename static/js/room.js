// Brings a live room to life: connection, ballot, the clerk's forms.

import { BallotBox } from "./ballot.js";
import { LiveRoom } from "./live.js";
import { installMotionForm } from "./motion_form.js";
import { installPresses } from "./press.js";
import { installSelf } from "./room_self.js";

const root = document.querySelector("[data-live]");
const state = { attendance: null, agenda: null };

/** Forms that are about the item being taken follow it. */
function fillCurrentItem() {
  for (const field of document.querySelectorAll("[data-current-item]")) field.value = state.agenda.current_id || "";
}

/** A member who is not on the roll is told what to do, before it matters. */
function tellPresence(personId) {
  const note = document.getElementById("presence-note");
  if (!note || !state.attendance) return;
  const me = state.attendance.members.find((m) => m.person_id === personId);
  const here = me && me.presence;
  note.hidden = !me;
  note.classList.toggle("witan-problem", !here);
  const text = here ? "You are marked as present." : "The clerk has not marked you as present. Tell the clerk that you are here: until then you cannot vote.";
  // Others come and go: the same words are not read out each time.
  if (note.textContent !== text) note.textContent = text;
}

/** Whoever opens a vote, or has it go on another way, is taken to it: its button stands below the agenda, the vote above. */
function goToOpenedVote() {
  let pressed = false;
  document.addEventListener("submit", (event) => {
    if (event.target.matches('form[action$="/votes"], form[action$="/way"]')) pressed = true;
  });
  document.addEventListener("part:vote", ({ detail }) => {
    if (!pressed || !detail.data || detail.data.state !== "open") return;
    pressed = false;
    document.querySelector('[data-part="vote"]').scrollIntoView({ block: "start" });
  });
}

function start() {
  installPresses();
  installSelf(root);
  // Only the clerk's page has keys; a member's phone need not fetch them.
  if (document.querySelector("[data-palette]")) import("./room_keys.js").then(({ installKeys }) => installKeys());
  // Where there is room for it the whole agenda stands open before the clerk.
  const agenda = document.querySelector(".witan-console #agenda-list");
  if (agenda && window.matchMedia("(min-width: 96rem)").matches) agenda.open = true;
  goToOpenedVote();
  installMotionForm();
  const section = document.getElementById("ballot");
  const box = section ? new BallotBox(section, root.dataset.person) : null;
  document.addEventListener("part:attendance", (event) => {
    // Kept back from somebody who is barred from an item taken in private.
    state.attendance = event.detail.data.hidden ? null : event.detail.data;
    tellPresence(root.dataset.person);
  });
  document.addEventListener("part:agenda", (event) => {
    state.agenda = event.detail.data;
    fillCurrentItem();
  });
  if (box) document.addEventListener("part:vote", (event) => box.show(event.detail.data));
  LiveRoom.from(root).start();
}

start();
