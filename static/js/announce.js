// Tells screen readers what changed on the page without moving the focus.

const regions = {};
const waiting = {};

function region(level) {
  if (!regions[level]) {
    const element = document.createElement("div");
    element.className = "govuk-visually-hidden";
    element.dataset.announce = level;
    element.setAttribute("aria-live", level);
    element.setAttribute("aria-atomic", "true");
    document.body.append(element);
    regions[level] = element;
  }
  return regions[level];
}

/** level: "polite" waits for a pause in speech, "assertive" breaks in. The same words twice are spoken twice. */
export function announce(message, level = "polite") {
  const key = level === "assertive" ? "assertive" : "polite";
  const element = region(key);
  // What comes at the same moment is said together: the last would silence the others.
  if (waiting[key]) {
    waiting[key].push(message);
    return;
  }
  waiting[key] = [message];
  element.textContent = "";
  window.setTimeout(() => {
    element.textContent = waiting[key].join(" ");
    delete waiting[key];
  }, 60);
}
