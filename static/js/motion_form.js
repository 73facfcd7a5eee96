// The clerk's form for what is moved: shows what each kind needs, and writes the words of procedure.

const state = { attendance: null, agenda: null, motions: null, exclusion: null, moves: null };

function options(select, rows, empty) {
  const chosen = select.value;
  select.replaceChildren(new Option(empty, ""), ...rows.map(([value, text]) => new Option(text, value)));
  if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
}

function fillPeople(form) {
  if (!state.attendance) return;
  const rows = state.attendance.members.filter((m) => m.presence && m.capacity === "member").map((m) => [m.person_id, m.name]);
  options(form.elements.mover_id, rows, "Choose who moves it");
  options(form.elements.seconder_id, rows, "Nobody, or not asked");
  options(form.elements.effect_person_id, rows, "Choose the member");
}

function fillItems(form) {
  if (!state.agenda) return;
  const items = state.agenda.items.filter((i) => i.kind === "item" && !i.current && !i.taken_at);
  options(form.elements.effect_item_id, items.map((i) => [i.id, `${i.number} ${i.title}`]), "Choose the item");
}

/** The items that are not public, each with a box; boxes that are ticked stay ticked. */
function fillExempt() {
  const box = document.getElementById("effect-items");
  const ticked = new Set([...box.querySelectorAll("input:checked")].map((input) => input.value));
  const ahead = (state.exclusion && state.exclusion.ahead) || [];
  box.replaceChildren(...ahead.map(({ id, number, title }) => {
    const line = document.createElement("div");
    line.className = "govuk-checkboxes__item";
    const input = Object.assign(document.createElement("input"), {
      type: "checkbox", name: "effect_items", value: id, id: `effect-item-${id}`,
      className: "govuk-checkboxes__input", checked: ticked.has(id),
    });
    const label = Object.assign(document.createElement("label"), {
      className: "govuk-label govuk-checkboxes__label", htmlFor: input.id, textContent: `${number} ${title}`,
    });
    line.append(input, label);
    return line;
  }));
}

function standing() {
  const { motions, moves } = state;
  return motions && moves && motions.motions.find((m) => m.id === moves.motion_id);
}

/** Only what this kind of motion needs is shown, and only that is sent. */
function show(form) {
  const kind = form.elements.kind.value;
  const how = form.elements.how.value;
  const effect = form.elements.effect.selectedOptions[0];
  const asks = new Set(effect ? effect.dataset.asks.split(" ").filter(Boolean) : []);
  const toggle = (selector, wanted) => {
    for (const element of form.querySelectorAll(selector)) element.hidden = !wanted(element);
  };
  toggle("[data-for]", (e) => e.dataset.for === kind);
  toggle("[data-how]", (e) => e.dataset.how.split(" ").includes(how));
  toggle("div[data-asks]", (e) => e.dataset.asks.split(" ").some((word) => asks.has(word)));
  toggle("[data-effects]", (e) => effect && e.dataset.effects === effect.value);
  toggle("[data-text]", () => kind !== "amendment" || how === "whole");
  form.querySelector('label[for="words"]').textContent = how === "add" ? "After these words (empty: at the end)" : "Leave out";
  form.querySelector("[data-carried-words]").textContent = effect ? `Carried: ${effect.dataset.carried}` : "";
  const now = standing();
  form.querySelector("[data-motion-now]").textContent = now ? now.text : "No motion is before the meeting.";
  if (kind === "amendment" && now && !form.elements.parent_id.value) form.elements.parent_id.value = now.id;
}

/** The usual words of the chosen motion, until somebody types their own. */
function write(form) {
  const text = form.elements.text;
  if (form.elements.kind.value !== "procedural" || (text.value && text.value !== text.dataset.written)) return;
  const chosen = form.elements.effect.selectedOptions[0];
  if (!chosen) return;
  const named = (select) => (select.value ? select.selectedOptions[0].textContent : "…");
  const asks = chosen.dataset.asks.split(" ");
  const note = asks.includes("rule") ? named(form.elements.effect_rule) : form.elements.effect_note.value || "…";
  const words = {
    "{item}": named(form.elements.effect_item_id).split(" ")[0],
    "{person}": named(form.elements.effect_person_id),
    "{minutes}": form.elements.effect_minutes.value || "…",
    "{note}": note,
    "{until}": form.elements.effect_note.value ? ` until ${form.elements.effect_note.value}` : "",
  };
  text.value = chosen.dataset.words.replace(/\{\w+\}/g, (name) => words[name] ?? name);
  text.dataset.written = text.value;
}

function begin(form, { kind, motion = "", parent = "", text = "", mover = "", seconder = "" }) {
  form.elements.motion_id.value = motion;
  form.elements.parent_id.value = parent;
  form.elements.kind.value = kind;
  form.elements.text.value = text;
  if (mover) form.elements.mover_id.value = mover;
  if (seconder) form.elements.seconder_id.value = seconder;
  show(form);
  document.getElementById("move-motion").open = true;
  form.elements[kind === "amendment" ? (form.elements.how.value === "whole" ? "text" : "words") : "mover_id"].focus();
}

/** Takes over the form, where there is one. */
export function installMotionForm() {
  const form = document.getElementById("motion-form");
  if (!form) return;
  const follow = (name, then) => document.addEventListener(`part:${name}`, ({ detail }) => {
    if (detail.data && detail.data.hidden) return;
    state[name] = detail.data;
    then(form);
    show(form);
  });
  follow("attendance", fillPeople);
  follow("agenda", fillItems);
  follow("exclusion", fillExempt);
  follow("motions", () => {});
  follow("moves", () => {});
  form.addEventListener("change", () => { show(form); write(form); });
  form.addEventListener("input", () => write(form));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill-motion], [data-amend-motion]");
    if (!button) return;
    const { fillMotion, amendMotion, text, mover, seconder } = button.dataset;
    if (amendMotion) begin(form, { kind: "amendment", parent: amendMotion, text });
    else begin(form, { kind: "substantive", motion: fillMotion, text, mover, seconder });
  });
  form.addEventListener("press:done", () => {
    document.getElementById("move-motion").open = false;
    // The page has become shorter: what was moved is what is looked at next, not what happens to stand here now.
    requestAnimationFrame(() => {
      const motions = document.querySelector('[data-part="motions"]');
      const { top } = motions.getBoundingClientRect();
      if (top < 0 || top > window.innerHeight / 2) motions.scrollIntoView({ block: "start" });
    });
  });
  show(form);
}
