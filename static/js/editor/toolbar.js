// The bar of buttons above the text: one stop for Tab, arrow keys within.

import { ACTIONS } from "./commands.js";

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

function spoken(keys) {
  return keys.replace("Mod", MAC ? "Meta" : "Control").replaceAll("-", "+");
}

function shown(keys) {
  return keys.replace("Mod", MAC ? "Cmd" : "Ctrl").replaceAll("-", " + ");
}

/** run(action) is called for a button that is pressed. Returns the element and a function that shows the state. */
export function makeToolbar(editableId, label, run) {
  const bar = document.createElement("div");
  bar.className = "witan-editor__bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", `Formatting of ${label}`);
  bar.setAttribute("aria-controls", editableId);
  const buttons = ACTIONS.map((action) => makeButton(action, run));
  bar.append(...buttons);
  bar.addEventListener("keydown", (event) => moveWithin(event, bar));
  return { bar, update: (state) => update(bar, buttons, state) };
}

function makeButton(action, run) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `witan-editor__button witan-editor__button--${action.id}`;
  button.textContent = action.words;
  button.tabIndex = -1;
  if (action.keys) {
    button.setAttribute("aria-keyshortcuts", spoken(action.keys));
    button.title = `${action.words} (${shown(action.keys)})`;
  }
  // The text keeps its selection while a button is pressed with the mouse.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => { if (button.getAttribute("aria-disabled") !== "true") run(action); });
  return button;
}

function update(bar, buttons, state) {
  ACTIONS.forEach((action, index) => {
    const button = buttons[index];
    button.hidden = action.shown ? !action.shown(state) : false;
    if (action.active) button.setAttribute("aria-pressed", String(Boolean(action.active(state))));
    const ready = action.ready ? action.ready(state) : !action.run || action.run(state);
    button.setAttribute("aria-disabled", String(!ready));
  });
  keepOneStop(bar);
}

function visible(bar) {
  return [...bar.children].filter((button) => !button.hidden);
}

function keepOneStop(bar, wanted = bar.querySelector('[tabindex="0"]:not([hidden])')) {
  const stop = wanted || visible(bar)[0];
  for (const button of bar.children) button.tabIndex = button === stop ? 0 : -1;
  return stop;
}

function moveWithin(event, bar) {
  const buttons = visible(bar);
  const here = buttons.indexOf(document.activeElement);
  const last = buttons.length - 1;
  const to = {
    ArrowRight: here === last ? 0 : here + 1, ArrowLeft: here <= 0 ? last : here - 1, Home: 0, End: last,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  keepOneStop(bar, buttons[to]).focus();
}
