// The keyboard of the clerk's console: what each key does, and a list in which every press is found by its words.

import { wordsOf } from "./words.js";

const OFF = "witan:keys-off";
const FIXED = [
  ["?", "Show these keys"],
  ["Ctrl K", "Find any press, item or form by its words"],
  ["Ctrl Enter", "Send the form in which you are typing"],
  ["Tab", "To the next thing that can be pressed"],
  ["Esc", "Close a question or a list"],
];
let keysBox;
let finder;

export function keysAreOff() {
  try { return localStorage.getItem(OFF) === "yes"; } catch { return false; }
}

function setOff(off) {
  try { localStorage.setItem(OFF, off ? "yes" : "no"); } catch { /* then only until the page is left */ }
  document.body.toggleAttribute("data-keys-off", off);
}

function dialog(title) {
  const box = document.createElement("dialog");
  box.className = "witan-dialog witan-keys";
  const head = document.createElement("h2");
  head.className = "govuk-heading-m";
  head.textContent = title;
  head.id = `witan-keys-${Math.random().toString(36).slice(2)}`;
  box.setAttribute("aria-labelledby", head.id);
  box.append(head);
  document.body.append(box);
  return box;
}

function closer(box) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary witan-press";
  button.textContent = "Close";
  button.addEventListener("click", () => box.close());
  return button;
}

function keyed() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-live] [data-key], [data-live] [data-key-open]")) {
    const key = element.dataset.key || element.dataset.keyOpen;
    if (!found.has(key)) found.set(key, element.dataset.keyOpen ? `Open “${wordsOf(element)}” and type` : wordsOf(element));
  }
  return [...found].map(([key, words]) => [key.toUpperCase(), words]).sort();
}

/** Everything that a key does now: what is not on the page at this moment has no key. */
export function showKeys() {
  if (!keysBox) {
    keysBox = dialog("Keys");
    const list = document.createElement("dl");
    list.className = "witan-keys__list";
    const label = document.createElement("label");
    label.className = "witan-tick";
    const tick = document.createElement("input");
    tick.type = "checkbox";
    tick.addEventListener("change", () => setOff(!tick.checked));
    label.append(tick, "Single letters press buttons (never while you type)");
    keysBox.append(list, label, closer(keysBox));
  }
  const rows = [...keyed(), ...FIXED].flatMap(([key, words]) => {
    const term = document.createElement("dt");
    const kbd = document.createElement("kbd");
    kbd.className = "witan-key";
    kbd.textContent = key;
    term.append(kbd);
    const what = document.createElement("dd");
    what.textContent = words;
    return [term, what];
  });
  keysBox.querySelector("dl").replaceChildren(...rows);
  keysBox.querySelector("input").checked = !keysAreOff();
  keysBox.showModal();
}

/** Every button of the room that can be pressed now, folded ones too, and every form that can be opened. */
function everything() {
  const list = [];
  const seen = new Set();
  const add = (words, where, run) => {
    if (!words || seen.has(words + where)) return;
    seen.add(words + where);
    list.push({ words, where, run });
  };
  for (const button of document.querySelectorAll("[data-live] button")) {
    if (button.disabled || button.closest("[hidden], dialog")) continue;
    const row = button.closest("tr, li, .witan-motion");
    const name = row && row.querySelector(".witan-person__name, .witan-agenda__title");
    const choice = button.form && button.form.querySelector("select:not([multiple]) , input[type='checkbox'], textarea, input[type='text'], input:not([type])");
    const fold = button.closest("details");
    const where = [name && !(fold && fold.contains(name)) && name.textContent.trim(), fold && wordsOf(fold.querySelector("summary"))].filter(Boolean).join(", ");
    const run = () => {
      for (let up = fold; up; up = up.parentElement.closest("details")) up.open = true;
      // A form with something to fill in is opened, not sent.
      if (choice && choice.type !== "hidden") choice.focus();
      else { button.scrollIntoView({ block: "nearest" }); button.click(); }
    };
    add(wordsOf(button), where, run);
  }
  for (const summary of document.querySelectorAll("[data-live] summary")) {
    if (summary.closest("[hidden]")) continue;
    add(`Go to ${wordsOf(summary)}`, "", () => {
      for (let up = summary.parentElement; up; up = up.parentElement.closest("details")) up.open = true;
      summary.focus();
    });
  }
  return list;
}

function matches(list, typed) {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return list.filter(({ words, where }) => wanted.every((w) => `${words} ${where}`.toLowerCase().includes(w))).slice(0, 40);
}

class Finder {
  constructor() {
    this.box = dialog("Find a press");
    this.input = document.createElement("input");
    Object.assign(this.input, { className: "govuk-input", type: "text", autocomplete: "off" });
    this.list = document.createElement("ul");
    Object.assign(this.list, { className: "witan-keys__found", id: "witan-found" });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "What can be pressed");
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "true"], ["aria-controls", "witan-found"],
      ["aria-autocomplete", "list"], ["aria-label", "Words of what you want to press"]]) this.input.setAttribute(name, value);
    this.box.append(this.input, this.list, closer(this.box));
    this.input.addEventListener("input", () => this.find());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", ({ target }) => this.take(target.closest("[role=option]")));
  }

  open() {
    this.all = everything();
    this.input.value = "";
    this.find();
    this.box.showModal();
    this.input.focus();
  }

  find() {
    this.found = matches(this.all, this.input.value);
    this.list.replaceChildren(...this.found.map(({ words, where }, n) => {
      const one = document.createElement("li");
      Object.assign(one, { className: "witan-keys__one", id: `witan-found-${n}` });
      one.setAttribute("role", "option");
      one.append(words);
      if (where) {
        const place = document.createElement("span");
        place.className = "witan-keys__where";
        place.textContent = where;
        one.append(place);
      }
      return one;
    }));
    this.select(0);
  }

  select(at) {
    this.at = Math.max(0, Math.min(at, this.found.length - 1));
    [...this.list.children].forEach((one, n) => one.setAttribute("aria-selected", String(n === this.at)));
    const now = this.list.children[this.at];
    if (now) now.scrollIntoView({ block: "nearest" });
    if (now) this.input.setAttribute("aria-activedescendant", now.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.key === "ArrowDown") this.select(this.at + 1);
    else if (event.key === "ArrowUp") this.select(this.at - 1);
    else if (event.key === "Enter") this.take(this.list.children[this.at]);
    else return;
    event.preventDefault();
  }

  take(one) {
    if (!one) return;
    const chosen = this.found[[...this.list.children].indexOf(one)];
    this.box.close();
    chosen.run();
  }
}

function find() {
  finder = finder || new Finder();
  finder.open();
}

/** On the clerk's page: ? and Ctrl K, and the switch for single letters. */
export function installKeys() {
  setOff(keysAreOff());
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-keys-help]")) showKeys();
    if (target.closest("[data-palette]")) find();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) find();
    } else if (event.key === "?" && !event.target.closest("input, textarea, select, [contenteditable], dialog")) {
      event.preventDefault();
      showKeys();
    }
  });
}
