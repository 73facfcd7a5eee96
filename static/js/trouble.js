// What the people who run a meeting are told of the server itself: it comes with every heartbeat, and goes the same way.

import { announce } from "./announce.js";

export function showTrouble(text) {
  const notice = document.querySelector("[data-trouble]");
  if (!notice || text === undefined || notice.textContent === text) return;
  notice.textContent = text;
  notice.hidden = !text;
  if (text) announce(text, "assertive");
}
