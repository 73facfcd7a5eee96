// Two people's changes to one text: what both changed is chosen place by place, theirs, mine, or both.

const WAYS = [["mine", "Mine"], ["theirs", "Theirs"], ["both", "Both"]];
let count = 0;

/** The text put together; `chosen` holds the way for each place where both changed the same words. */
export function composed(parts, chosen) {
  let n = 0;
  return parts.map((part) => {
    if (part.text !== undefined) return part.text;
    const way = chosen[n];
    n += 1;
    if (way === "theirs") return part.theirs;
    if (way === "mine") return part.mine;
    const gap = part.theirs && part.mine && !/[\s>]$/.test(part.theirs) ? " " : "";
    return part.theirs + gap + part.mine;
  }).join("");
}

function words(html) {
  const { body } = new window.DOMParser().parseFromString(html.replace(/<\/(p|li|h\d|td|th)>/g, "$& "), "text/html");
  return body.textContent.replace(/\s+/g, " ").trim();
}

function around(text, fromEnd) {
  const all = words(text).split(" ");
  if (all.length <= 8) return all.join(" ");
  return fromEnd ? `… ${all.slice(-8).join(" ")}` : `${all.slice(0, 8).join(" ")} …`;
}

function choice(part, n, name, pick) {
  const box = document.createElement("fieldset");
  box.className = "govuk-fieldset witan-merge__place";
  const legend = document.createElement("legend");
  legend.className = "govuk-fieldset__legend";
  legend.textContent = `Place ${n + 1}`;
  box.append(legend);
  const group = document.createElement("div");
  group.className = "govuk-radios govuk-radios--small";
  for (const [way, label] of WAYS) {
    const item = document.createElement("div");
    item.className = "govuk-radios__item";
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", className: "govuk-radios__input", name: `${name}-${n}`, id: `${name}-${n}-${way}`, value: way, checked: way === "mine" });
    input.addEventListener("change", () => pick(n, way));
    const line = document.createElement("label");
    line.className = "govuk-label govuk-radios__label";
    line.htmlFor = input.id;
    const said = { mine: words(part.mine), theirs: words(part.theirs), both: "one after the other" }[way];
    const strong = document.createElement("strong");
    strong.textContent = `${label}: `;
    line.append(strong, said || "(taken out)");
    item.append(input, line);
    group.append(item);
  }
  box.append(group);
  return box;
}

/** Choices for each place; `changed(html)` is called with the text put together whenever one is made. */
export function mergeBox(parts, changed) {
  count += 1;
  const name = `merge-${count}`;
  const box = document.createElement("div");
  box.className = "witan-merge";
  const clashes = parts.filter((part) => part.text === undefined);
  const chosen = clashes.map(() => "mine");
  const pick = (n, way) => {
    chosen[n] = way;
    changed(composed(parts, chosen));
  };
  let n = 0;
  parts.forEach((part, index) => {
    if (part.text !== undefined) {
      const context = document.createElement("p");
      context.className = "witan-merge__around";
      context.textContent = index === 0 ? around(part.text, true) : around(part.text, index < parts.length - 1 && words(part.text).length > 60);
      if (context.textContent) box.append(context);
      return;
    }
    box.append(choice(part, n, name, pick));
    n += 1;
  });
  return { box, html: () => composed(parts, chosen) };
}
