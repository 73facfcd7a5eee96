// Says in plain words how fresh the page is, in every element with data-connection (or the id "connection").

const LIGHTS = {
  connecting: ["waiting", "Connecting"],
  live: ["good", "Up to date"],
  asking: ["good", "Up to date, checked every few seconds"],
  old: ["bad", "Not up to date: reconnecting… what you see may be old"],
  ended: ["bad", "Not up to date any more: reload the page to go on"],
};

/** Show a state and return its words. */
export function showConnection(state) {
  const [light, words] = LIGHTS[state];
  for (const element of document.querySelectorAll("[data-connection], #connection")) {
    element.dataset.connectionState = state;
    for (const name of [...element.classList].filter((n) => n.startsWith("witan-light--"))) element.classList.remove(name);
    if (element.classList.contains("witan-light")) element.classList.add(`witan-light--${light}`);
    (element.querySelector(".witan-light__text") || element).textContent = words;
  }
  return words;
}
