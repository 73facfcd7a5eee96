// Brings a live room to life: connection, ballot, the clerk's forms.

import { BallotBox } from "./ballot.js";
import { LiveRoom } from "./live.js";
import { installPresses } from "./press.js";
import { installSelf } from "./room_self.js";

const root = document.querySelector("[data-live]");
const state = { attendance: null, agenda: null };

function options(select, rows, empty) {
  const chosen = select.value;
  const made = rows.map(([value, text]) => new Option(text, value));
  select.replaceChildren(...(empty ? [new Option(empty, "")] : []), ...made);
  if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
}

/** Movers, seconders and items of the motion form follow the room. */
function fillMotionForm() {
  const form = document.getElementById("motion-form");
  if (!form || !state.attendance) return;
  const voters = state.attendance.members.filter((m) => m.presence && m.capacity === "member");
  const rows = voters.map((m) => [m.person_id, m.name]);
  options(form.elements.mover_id, rows, "Choose who moves it");
  options(form.elements.seconder_id, rows, "Nobody, or not asked");
  if (!state.agenda) return;
  const items = state.agenda.items.filter((i) => i.kind === "item" && !i.current && !i.taken_at);
  options(form.elements.effect_item_id, items.map((i) => [i.id, `${i.number} ${i.title}`]), "Choose the item");
  for (const field of document.querySelectorAll("[data-current-item]")) field.value = state.agenda.current_id || "";
}

function installMotionForm() {
  const form = document.getElementById("motion-form");
  if (!form) return;
  const procedural = document.getElementById("procedural-fields");
  const show = () => { procedural.hidden = form.elements.kind.value !== "procedural"; };
  form.addEventListener("change", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill-motion], [data-amend-motion]");
    if (!button) return;
    const amending = button.hasAttribute("data-amend-motion");
    form.elements.motion_id.value = amending ? "" : button.dataset.fillMotion;
    form.elements.parent_id.value = amending ? button.dataset.amendMotion : "";
    form.elements.kind.value = amending ? "amendment" : "substantive";
    form.elements.text.value = button.dataset.text;
    show();
    document.getElementById("move-motion").open = true;
    form.elements[amending ? "text" : "mover_id"].focus();
  });
  form.addEventListener("press:done", () => { document.getElementById("move-motion").open = false; });
}

/** A member who is not on the roll is told what to do, before it matters. */
function tellPresence(personId) {
  const note = document.getElementById("presence-note");
  if (!note || !state.attendance) return;
  const me = state.attendance.members.find((m) => m.person_id === personId);
  const here = me && me.presence;
  note.hidden = !me;
  note.classList.toggle("witan-problem", !here);
  note.textContent = here ? "You are marked as present." : "The clerk has not marked you as present. Tell the clerk that you are here: until then you cannot vote.";
}

/** Whoever opens a vote is taken to it: its button stands below the agenda, the vote above. */
function goToOpenedVote() {
  let pressed = false;
  document.addEventListener("submit", (event) => {
    if (event.target.matches('form[action$="/votes"]')) pressed = true;
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
  goToOpenedVote();
  installMotionForm();
  const section = document.getElementById("ballot");
  const box = section ? new BallotBox(section, root.dataset.person) : null;
  document.addEventListener("part:attendance", (event) => {
    state.attendance = event.detail.data;
    fillMotionForm();
    tellPresence(root.dataset.person);
  });
  document.addEventListener("part:agenda", (event) => {
    state.agenda = event.detail.data;
    fillMotionForm();
  });
  if (box) document.addEventListener("part:vote", (event) => box.show(event.detail.data));
  LiveRoom.from(root).start();
}

start();
