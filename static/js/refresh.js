// A piece of a page that the server is asked for again and again; what is being typed and what has the focus stays.

import { renderInto } from "./live_parts.js";
import { serverNow } from "./live_clock.js";

const LONGEST = 30;

class Refreshed {
  constructor(element) {
    this.element = element;
    this.every = Number(element.dataset.every) || 5;
    this.failures = 0;
    if (element.childElementCount) this.later();
    else this.soon();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.soon(); });
    document.addEventListener("press:done", () => this.soon());
  }

  later() {
    const seconds = Math.min(LONGEST, this.every * 2 ** Math.min(this.failures, 4));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), (document.hidden ? LONGEST : seconds) * 1000);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 100);
  }

  async ask() {
    try {
      const response = await fetch(this.element.dataset.refresh, { credentials: "same-origin", signal: AbortSignal.timeout(8000) });
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      renderInto(this.element, (await response.json()).html);
      this.failures = 0;
    } catch {
      this.failures += 1;
    }
    this.element.toggleAttribute("data-old", this.failures > 1);
    this.later();
  }
}

function ages() {
  for (const element of document.querySelectorAll("[data-age]")) {
    const seconds = Math.max(0, Math.round((serverNow() - Date.parse(element.dataset.age)) / 1000));
    const words = seconds < 120 ? `${seconds} ${seconds === 1 ? "second" : "seconds"} ago` : `${Math.round(seconds / 60)} minutes ago`;
    if (element.textContent !== words) element.textContent = words;
  }
}

export function installRefresh() {
  for (const element of document.querySelectorAll("[data-refresh]")) new Refreshed(element);
  setInterval(ages, 1000);
}
