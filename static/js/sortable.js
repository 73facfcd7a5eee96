// Puts a list in order by dragging or with the keyboard, and sends the order to the server.

import { announce } from "./announce.js";
import { postJson } from "./http.js";

const EDGE = 60;
const SCROLL = 14;
const GRIP = '<svg width="14" height="18" viewBox="0 0 14 18" aria-hidden="true" focusable="false"><g fill="currentColor">'
  + [3, 9, 15].map((y) => `<circle cx="4" cy="${y}" r="1.8"/><circle cx="10" cy="${y}" r="1.8"/>`).join("") + "</g></svg>";

export function installSortables(root = document) {
  for (const list of root.querySelectorAll("[data-sortable]")) new Sortable(list);
}

class Sortable {
  constructor(list) {
    this.list = list;
    this.saved = this.items();
    this.queue = Promise.resolve();
    this.held = null;
    const help = document.createElement("p");
    help.className = "govuk-visually-hidden";
    help.id = `sortable-help-${Math.random().toString(36).slice(2)}`;
    help.textContent = "Press space to pick up, the arrow keys to move, space to put down, escape to put back.";
    list.before(help);
    for (const item of this.saved) this.addHandle(item, help.id);
    list.classList.add("witan-sortable--ready");
  }

  items() {
    return [...this.list.children].filter((child) => child.dataset.id);
  }

  name(item) {
    return item.dataset.name || item.textContent.trim();
  }

  place(item) {
    const items = this.items();
    return `${items.indexOf(item) + 1} of ${items.length}`;
  }

  addHandle(item, helpId) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "witan-icon-button witan-sortable__handle";
    handle.setAttribute("aria-pressed", "false");
    handle.setAttribute("aria-label", `Move ${this.name(item)}`);
    handle.setAttribute("aria-describedby", helpId);
    handle.innerHTML = GRIP;
    handle.addEventListener("pointerdown", (event) => this.startDrag(event, item, handle));
    handle.addEventListener("keydown", (event) => this.key(event, item, handle));
    handle.addEventListener("blur", () => { if (this.held === item) this.putDown(item, handle); });
    item.prepend(handle);
  }

  key(event, item, handle) {
    const held = this.held === item;
    if (event.key === " " || event.key === "Enter") {
      if (held) this.putDown(item, handle);
      else this.pickUp(item, handle);
    } else if (held && event.key === "Escape") {
      this.moveTo(item, this.before);
      this.putDown(item, handle);
    } else if (held && ["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) {
      this.step(event.key, item);
    } else {
      return;
    }
    event.preventDefault();
  }

  pickUp(item, handle) {
    this.held = item;
    this.before = this.items().indexOf(item);
    item.classList.add("witan-sortable__item--moving");
    handle.setAttribute("aria-pressed", "true");
    announce(`${this.name(item)} picked up, ${this.place(item)}.`, "assertive");
  }

  step(key, item) {
    const from = this.items().indexOf(item);
    const last = this.items().length - 1;
    this.moveTo(item, { ArrowUp: Math.max(0, from - 1), ArrowDown: Math.min(last, from + 1), Home: 0, End: last }[key]);
    announce(`${this.name(item)}, ${this.place(item)}.`, "assertive");
  }

  // The others move round the item: a node that is taken out loses the focus and the pointer.
  moveTo(item, to) {
    const items = this.items();
    const from = items.indexOf(item);
    for (const other of items.slice(from + 1, to + 1)) this.list.insertBefore(other, item);
    for (const other of items.slice(to, from).reverse()) this.list.insertBefore(other, item.nextSibling);
  }

  putDown(item, handle) {
    this.held = null;
    item.classList.remove("witan-sortable__item--moving");
    handle.setAttribute("aria-pressed", "false");
    announce(`${this.name(item)} put down, ${this.place(item)}.`, "assertive");
    this.send();
  }

  startDrag(event, item, handle) {
    if (event.button !== 0 || this.held) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    this.pickUp(item, handle);
    document.body.classList.add("witan-sortable-dragging");
    const move = (moved) => this.drag(moved.clientY, item);
    const end = (ended) => {
      handle.removeEventListener("pointermove", move);
      document.body.classList.remove("witan-sortable-dragging");
      if (ended.type === "pointercancel") this.moveTo(item, this.before);
      if (this.held === item) this.putDown(item, handle);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end, { once: true });
    handle.addEventListener("pointercancel", end, { once: true });
  }

  drag(y, item) {
    if (y < EDGE) window.scrollBy(0, -SCROLL);
    else if (y > window.innerHeight - EDGE) window.scrollBy(0, SCROLL);
    const middle = (other) => other.getBoundingClientRect().top + other.getBoundingClientRect().height / 2;
    this.moveTo(item, this.items().filter((other) => other !== item && middle(other) < y).length);
  }

  restore(order) {
    const focused = document.activeElement;
    this.list.append(...order);
    if (this.list.contains(focused)) focused.focus();
  }

  send() {
    const order = this.items();
    if (order.every((item, index) => item === this.saved[index])) return;
    this.queue = this.queue.then(() => this.post(order));
  }

  async post(order) {
    this.problem?.remove();
    try {
      const answer = await postJson(this.list.dataset.url, { order: order.map((item) => item.dataset.id) });
      this.saved = order;
      this.number(answer?.numbers || {});
      this.list.dispatchEvent(new CustomEvent("witan:sorted", { bubbles: true, detail: answer }));
      announce(`The new order of ${this.list.dataset.label || "the list"} is saved.`);
    } catch (error) {
      this.restore(this.saved);
      this.tell(`The order was not saved and is as it was before. ${error.message}`);
    }
  }

  number(numbers) {
    for (const item of this.items()) {
      const shown = item.querySelector("[data-number]");
      if (shown && item.dataset.id in numbers) shown.textContent = numbers[item.dataset.id];
    }
  }

  tell(message) {
    this.problem = document.createElement("p");
    this.problem.className = "govuk-error-message";
    this.problem.textContent = message;
    this.list.before(this.problem);
    announce(message, "assertive");
  }
}
