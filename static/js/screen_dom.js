// Small tools of the screens for everybody: elements from data, and text as large as its place allows.

/** An element with classes and children; text goes in as text. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** One paragraph a line. */
export function paragraphs(text, className) {
  return (text || "").split("\n").filter((line) => line.trim()).map((line) => make("p", className, line));
}

/** The largest letters with which everything in the element still fits into it; `data-cut` where even the smallest do not. */
export function fit(element, smallest, largest) {
  const fits = (size) => {
    element.style.fontSize = `${size}px`;
    return element.scrollHeight <= element.clientHeight + 1 && element.scrollWidth <= element.clientWidth + 1;
  };
  let low = smallest;
  let high = largest;
  if (!fits(high)) {
    while (high - low > 1) {
      const middle = (low + high) / 2;
      if (fits(middle)) low = middle;
      else high = middle;
    }
    element.toggleAttribute("data-cut", !fits(low));
  } else {
    element.removeAttribute("data-cut");
  }
}

/** Replace what is in the element only if it is different, so that nothing flickers. */
export function show(element, ...children) {
  const next = make("div", "", ...children);
  if (element.innerHTML === next.innerHTML) return false;
  element.replaceChildren(...next.childNodes);
  return true;
}

/** 1:05, with a minus when the time is over. */
export function minutes(seconds) {
  const whole = Math.abs(Math.trunc(seconds));
  return `${seconds <= -1 ? "−" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
