// What is particular to whoever looks: whether they preside, whether the page is the right one, the clock, a renewed server.

import { serverNow } from "./live_clock.js";

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "Europe/London" });

/** Only whoever presides has the chair's presses; who takes the chair during the meeting is led to that page. */
function followChair(root) {
  const me = root.dataset.person;
  if (!me) return;
  document.addEventListener("part:meeting", ({ detail }) => {
    const { presiding_id: presidingId, presiding, status } = detail.data;
    const mine = presidingId === me;
    root.dataset.presides = mine ? "yes" : "no";
    const other = document.querySelector("[data-other-page]");
    if (other) other.hidden = !mine || status === "closed";
    const note = document.getElementById("not-presiding");
    if (!note) return;
    note.hidden = mine || !presiding || status === "closed";
    note.textContent = `${presiding} is in the chair. This page shows the same and presses nothing for you but your vote.`;
  });
}

/** The page asks to be loaded again when the server has been renewed, but never while a vote is open. */
function followRenewal() {
  const notice = document.querySelector("[data-outdated]");
  let outdated = false;
  let voting = false;
  const show = () => { if (notice) notice.hidden = !outdated || voting; };
  document.addEventListener("live:outdated", () => { outdated = true; show(); });
  document.addEventListener("part:vote", ({ detail }) => { voting = Boolean(detail.data && detail.data.state === "open"); show(); });
  document.addEventListener("click", ({ target }) => { if (target.closest("[data-reload]")) reloadAll(); });
}

/** The browser may keep scripts and styles for an hour: those of the new server are fetched before its page. */
async function reloadAll() {
  const kept = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => new URL(name).pathname.startsWith("/static/"));
  await Promise.allSettled([...new Set(kept)].map((name) => fetch(name, { cache: "reload", signal: AbortSignal.timeout(8000) })));
  window.location.reload();
}

/** What is folded opens by itself when it says something of weight. */
function unfoldWhatMatters() {
  document.addEventListener("part:interests", () => {
    const box = document.getElementById("interests-box");
    if (box && box.querySelector(".witan-alarm, .govuk-inset-text")) box.open = true;
  });
}

function tick() {
  const now = CLOCK.format(new Date(serverNow()));
  for (const clock of document.querySelectorAll("[data-clock]")) clock.textContent = now;
}

export function installSelf(root) {
  followChair(root);
  unfoldWhatMatters();
  followRenewal();
  if (document.querySelector("[data-clock]")) setInterval(tick, 1000);
}
