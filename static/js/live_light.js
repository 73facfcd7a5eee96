// Says in plain words how fresh the page is: in the light of every page, and in a notice with what to do when it is not.

import { clockTime } from "./live_clock.js";

const LIGHTS = {
  connecting: ["waiting", () => "Connecting"],
  live: ["good", () => "Up to date"],
  asking: ["good", () => "Up to date, checked every few seconds"],
  old: ["bad", (since) => `Not up to date since ${clockTime(since)}. Trying again.`],
  ended: ["bad", (since) => `Not up to date since ${clockTime(since)}. Load the page again.`],
};

/** Show a state and return its words; `since` is the last moment when the page was known to be true. */
export function showConnection(state, since) {
  const [light, say] = LIGHTS[state];
  const words = say(since);
  for (const element of document.querySelectorAll("[data-connection], #connection")) {
    element.dataset.connectionState = state;
    for (const name of [...element.classList].filter((n) => n.startsWith("witan-light--"))) element.classList.remove(name);
    if (element.classList.contains("witan-light")) element.classList.add(`witan-light--${light}`);
    (element.querySelector(".witan-light__text") || element).textContent = words;
  }
  for (const element of document.querySelectorAll("[data-stale]")) element.hidden = light !== "bad";
  return words;
}

/**
 * How fresh a page is: live, asking, old, or null to leave it as it is.
 * `seen` has now, lastHeard, connected, current, behindSince, fellSince, asking (whether it asks now and then).
 */
export function verdict(seen, times) {
  const { now, lastHeard, connected, current, behindSince, fellSince, asking } = seen;
  const fresh = now - lastHeard <= times.silence;
  if (connected && current && fresh && !behindSince) return "live";
  if (asking && !behindSince && now - lastHeard < 2 * times.askEvery) return "asking";
  const late = behindSince && now - behindSince > times.catchingUp;
  const fell = !connected && now - Math.max(lastHeard, fellSince) > times.fell;
  return late || fell || !fresh ? "old" : null;
}
