// The officer's panel: who waits, who is in; let in, mute, remove, end.

import { announce } from "../announce.js";
import { getJson, postJson } from "../http.js";

const EVERY = 3000;

export class Keeper {
  constructor(panel, address) {
    this.panel = panel;
    this.address = address;
    this.waiting = panel.querySelector("[data-waiting]");
    this.people = panel.querySelector("[data-people]");
    this.problem = panel.querySelector("[data-keeper-problem]");
    this.known = new Set();
    this.asked = new Map();
    panel.addEventListener("click", (event) => this.press(event.target.closest("button[data-do]")));
  }

  start() {
    this.panel.hidden = false;
    this.look();
    this.timer = setInterval(() => this.look(), EVERY);
  }

  stop() {
    clearInterval(this.timer);
    this.panel.hidden = true;
  }

  async look() {
    try {
      this.show(await getJson(`${this.address}/people`));
      this.problem.hidden = true;
    } catch (error) {
      this.tell(error.message);
    }
  }

  async press(button) {
    if (!button || button.disabled) return;
    const { do: what, seat, who, muted } = button.dataset;
    if (what === "end" && !window.confirm("End the video room for everybody?")) return;
    if (what === "remove" && !window.confirm(`Put ${button.dataset.name} out of the room?`)) return;
    button.disabled = true;
    try {
      await postJson(`${this.address}/${what}`, { seat: seat || "", who: who || "", muted: muted === "yes" });
      if (what === "mute") this.asked.set(who, muted === "yes");
      await this.look();
    } catch (error) {
      this.tell(error.message);
    }
    button.disabled = false;
  }

  tell(words) {
    this.problem.textContent = words;
    this.problem.hidden = false;
  }

  show({ waiting, people, on }) {
    const fresh = waiting.filter((one) => !one.removed && !this.known.has(one.seat));
    for (const one of fresh) announce(`${one.name} is waiting to be let in.`);
    this.known = new Set(waiting.map((one) => one.seat));
    rows(this.waiting, waiting, (one) => [
      one.removed ? `${one.name} (was put out)` : one.name,
      press("admit", "Let in", `Let in ${one.name}`, { seat: one.seat }),
    ]);
    this.panel.querySelector("[data-none-waiting]").hidden = waiting.length > 0;
    this.panel.querySelector("[data-all]").hidden = waiting.filter((one) => !one.removed).length < 2;
    rows(this.people, people, (one) => {
      const quiet = this.asked.get(one.who) === true;
      const state = on[one.who] && on[one.who].microphone ? "" : " (microphone off)";
      const words = quiet ? "Give sound back" : "Mute";
      const buttons = [press("mute", words, `${words}: ${one.name}`, { who: one.who, muted: quiet ? "no" : "yes" })];
      if (!one.host) buttons.push(press("remove", "Remove", `Remove ${one.name}`, { seat: one.seat, name: one.name }));
      return [one.name + state, ...buttons];
    });
  }
}

/** Rows are changed only where they differ, so that the focus stays on a button while the list is looked at again. */
function rows(list, found, make) {
  const marks = found.map((one) => JSON.stringify(make(one).map((part) => part.outerHTML || part)));
  if (list.dataset.shown === JSON.stringify(marks)) return;
  list.dataset.shown = JSON.stringify(marks);
  const label = document.activeElement && list.contains(document.activeElement)
    ? document.activeElement.getAttribute("aria-label") : null;
  list.replaceChildren(...found.map((one) => {
    const row = document.createElement("li");
    row.className = "witan-keeper__row";
    const name = document.createElement("span");
    const [words, ...buttons] = make(one);
    name.textContent = words;
    row.append(name, ...buttons);
    return row;
  }));
  const again = label && [...list.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === label);
  if (again) again.focus();
}

function press(what, words, label, data) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary witan-press";
  button.textContent = words;
  button.setAttribute("aria-label", label);
  Object.assign(button.dataset, { do: what, ...data });
  return button;
}
