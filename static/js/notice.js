// How a date stands for a meeting, while it is typed: the piece of page that the server renders, put in its place.

import { announce } from "./announce.js";

const place = document.querySelector("[data-notice]");
const fields = ["day", "month", "year"].map((part) => document.querySelector(`[name="date-${part}"]`));
const PAUSE = 400;
let timer = 0;
let asked = "";
let running = null;

function address() {
  const query = new URLSearchParams({ body: place.dataset.body });
  for (const field of fields) query.set(field.name, field.value.trim());
  return `${place.dataset.notice}?${query}`;
}

async function ask() {
  if (fields.some((field) => field.value.trim() === "")) return;
  const url = address();
  if (url === asked) return;
  asked = url;
  if (running) running.abort();
  running = new AbortController();
  try {
    const answer = await fetch(url, { signal: running.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    place.innerHTML = await answer.text();
    const said = [...place.querySelectorAll("[data-summary]")].map((line) => line.textContent.replace(/\s+/g, " ").trim());
    announce(said.join(" "));
  } catch (error) {
    // Without an answer the verdict stands on the page after saving.
    if (error.name !== "AbortError") asked = "";
  }
}

if (place && fields.every(Boolean)) {
  for (const field of fields) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
  }
  if (!place.firstElementChild) ask();
}
