// Several people at the same minutes: says where the others write, keeps what is typed, takes in what they saved.

import { announce } from "../announce.js";
import { HttpError, postJson } from "../http.js";
import { editorOf } from "./editor.js";
import { mergeBox } from "./merge.js";
import { showNames } from "./names.js";
import { flushAll, isWriting, putHtml } from "./typing.js";

const EVERY = 6000;
const HIDDEN = 30000;

const slotOf = (area) => area.name.replace(/^text\./, "");

/** page: form, areas(), isChanged(area), base(area), accept(area, html), setVersion(n), kept(words), lost(words). */
export function installTogether(page) {
  const { form } = page;
  const url = form.dataset.here;
  if (!url) return { soon: () => {} };
  const told = new Map();
  const merging = new Map();
  let timer = 0;
  let stopped = false;
  let shaped = false;
  /** What is still to be put together before the newest version is what stands here. */
  let waiting = { version: 0, areas: new Set() };
  let offline = false;
  /** Whether it was said that what is typed does not arrive: nothing may have been typed when the line broke. */
  let saidLost = false;
  let sending = false;

  const areaOf = (slot) => form.elements[`text.${slot}`];

  function texts() {
    const sent = {};
    for (const area of page.areas()) {
      const changed = page.isChanged(area);
      if (changed && told.get(area) !== area.value) sent[slotOf(area)] = [area.value, page.base(area)];
      else if (!changed && told.has(area)) sent[slotOf(area)] = [page.base(area), page.base(area)];
    }
    return sent;
  }

  function mine() {
    return Object.fromEntries(page.areas().filter(page.isChanged).map((area) => [slotOf(area), [area.value, page.base(area)]]));
  }

  async function ask() {
    flushAll(page.areas());
    const sent = texts();
    const slot = page.areas().find(isWriting);
    const body = { version: Number(form.elements.version.value), slot: slot ? slotOf(slot) : "", texts: sent, mine: mine() };
    const answer = await postJson(url, body, { timeout: 10000 });
    if (answer.over) return { answer, sent };
    for (const name of Object.keys(sent)) {
      const area = areaOf(name);
      if (!area) continue;
      // What was saved while this was on its way is still kept as typed there: the next time it is taken back.
      if (page.isChanged(area) || sent[name][0] !== sent[name][1]) told.set(area, sent[name][0]);
      else told.delete(area);
    }
    return { answer, sent };
  }

  function showOthers(others) {
    const place = document.querySelector("[data-others]");
    const lines = others.map(({ name, slot }) => {
      const heading = slot && document.getElementById(slot)?.closest(".witan-minute")?.querySelector(".witan-minute__heading");
      return heading ? `${name} is writing at ${heading.textContent.trim()}.` : `${name} has these minutes open.`;
    });
    const text = lines.join(" ");
    if (place && place.textContent !== text) place.textContent = text;
    for (const mark of form.querySelectorAll("[data-writing]")) {
      const section = mark.closest(".witan-minute");
      const here = others.filter(({ slot }) => slot && section.contains(document.getElementById(slot))).map(({ name }) => name);
      mark.textContent = here.length ? `${here.join(" and ")} ${here.length > 1 ? "are" : "is"} writing here now.` : "";
      mark.hidden = here.length === 0;
    }
  }

  function beside(area, words) {
    const note = document.createElement("p");
    note.className = "govuk-body-s witan-taken";
    note.textContent = words;
    const place = area.closest(".witan-minute__text, .witan-minute__add") || area.parentElement;
    place.querySelector(".witan-taken")?.remove();
    place.append(note);
    announce(words);
  }

  function offerMerge(area, by, both) {
    const known = merging.get(area);
    if (known?.theirs === both.theirs) return;
    known?.holder.remove();
    const { box, html } = mergeBox(both.parts, () => {});
    const holder = document.createElement("div");
    holder.className = "witan-conflict";
    const title = document.createElement("p");
    title.className = "govuk-body";
    const strong = document.createElement("strong");
    strong.textContent = `${by} saved other words here.`;
    title.append(strong, " Choose for each place, then put the text together. Nothing of yours is lost.");
    const take = document.createElement("button");
    take.type = "button";
    take.className = "govuk-button govuk-button--secondary";
    take.textContent = "Put the text together";
    take.addEventListener("click", () => {
      page.accept(area, both.theirs);
      putHtml(area, html());
      merging.delete(area);
      holder.remove();
      settled(area);
      announce("The text is put together. Save to keep it.");
      editorOf(area)?.focus();
      soon();
    });
    holder.append(title, box, take);
    const frame = area.parentElement;
    frame.before(holder);
    merging.set(area, { theirs: both.theirs, holder });
    announce(`${by} saved other words in a text that you are changing.`, "assertive");
  }

  function settled(area) {
    waiting.areas.delete(area);
    if (waiting.areas.size === 0 && !shaped && waiting.version > Number(form.elements.version.value)) page.setVersion(waiting.version);
  }

  function takeBoth(area, by, both) {
    if (both.parts.some((part) => part.text === undefined)) {
      offerMerge(area, by, both);
      return false;
    }
    if (isWriting(area)) return false;
    page.accept(area, both.theirs);
    putHtml(area, both.parts.map((part) => part.text).join(""));
    beside(area, `${by} changed other words here: both changes are put together.`);
    return true;
  }

  function offerReload(by) {
    if (shaped) return;
    shaped = true;
    const place = document.querySelector("[data-others]");
    const line = document.createElement("p");
    line.className = "govuk-inset-text";
    line.append(`${by} changed what the record supplies. `);
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = form.action;
    link.dataset.afterSave = "";
    link.textContent = "Show it: what you typed is saved first";
    line.append(link);
    place.after(line);
    announce(line.textContent);
  }

  function takeIn(answer) {
    if (answer.version <= Number(form.elements.version.value) || !answer.changed) return;
    waiting = { version: answer.version, areas: new Set() };
    for (const [slot, html] of Object.entries(answer.changed)) {
      const area = areaOf(slot);
      if (!area) answer.shape = true;
      // It began to be typed in while the answer was on its way: the next one has both.
      else if (page.isChanged(area)) waiting.areas.add(area);
      else if (area.value !== html) {
        page.accept(area, html);
        putHtml(area, html);
        page.accept(area, html);
        beside(area, `${answer.by} changed this just now.`);
      }
    }
    for (const [slot, both] of Object.entries(answer.both)) {
      const area = areaOf(slot);
      if (area && !takeBoth(area, answer.by, both)) waiting.areas.add(area);
    }
    if (answer.shape) offerReload(answer.by);
    settled(null);
  }

  async function look() {
    if (sending || stopped) return;
    sending = true;
    try {
      const { answer, sent } = await ask();
      if (answer.over) {
        stopped = true;
        if (page.areas().some(page.isChanged)) page.lost(`${answer.over} What you typed is kept on this device.`);
        return;
      }
      if (offline) page.kept("Connected again.");
      offline = false;
      saidLost = false;
      const kept = Object.keys(sent).some((slot) => areaOf(slot) && page.isChanged(areaOf(slot)));
      if (kept) page.kept("");
      showOthers(answer.others);
      for (const [slot, found] of Object.entries(answer.names)) if (areaOf(slot)) showNames(areaOf(slot), found, form.dataset.words);
      takeIn(answer);
    } catch (error) {
      const refused = error instanceof HttpError;
      if (refused && [401, 403, 404].includes(error.status)) stopped = true;
      const why = refused ? error.message : "No answer from the server.";
      if (!saidLost && page.areas().some(page.isChanged)) {
        saidLost = true;
        page.lost(`${why} What you type is kept on this device.`);
      }
      offline = true;
    } finally {
      sending = false;
      plan();
    }
  }

  function plan(wait = document.hidden ? HIDDEN : EVERY) {
    window.clearTimeout(timer);
    if (!stopped) timer = window.setTimeout(look, wait);
  }

  const soon = () => plan(300);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  window.addEventListener("online", soon);
  soon();
  return { soon };
}

/** What the page says of texts that were put together before it came: the same choices, in place. */
export function showMerges(form) {
  for (const holder of form.querySelectorAll("[data-merge]")) {
    const area = document.getElementById(holder.dataset.for) || document.getElementById(`${holder.dataset.for}-source`);
    const { box } = mergeBox(JSON.parse(holder.dataset.merge), (html) => putHtml(form.querySelector(`#${CSS.escape(holder.dataset.for)}-source`) || area, html));
    holder.append(box);
  }
}
