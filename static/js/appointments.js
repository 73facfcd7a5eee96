// A member's ballot in a round of an appointment, in the open or sealed, and a teller's word on a box.

import { announce } from "./announce.js";
import { csrfToken, getJson, HttpError, OfflineError, postJson } from "./http.js";
import { approval, checkBox, receiptOf, sealBallot } from "./sealed.js";
import { keptKey } from "./teller_key.js";

const FINAL = new Set([400, 401, 403, 404, 409, 422]);
const place = (id) => document.getElementById(id);

class RoundBallot {
  constructor(section, personId) {
    this.section = section;
    this.personId = personId;
    this.buttons = place("round-ballot-buttons");
    this.status = place("round-ballot-state");
    this.after = place("round-ballot-after");
    this.change = place("round-ballot-change");
    this.round = null;
    this.sending = false;
    this.checked = null;
    this.ended = null; // the open round that is over and was this device's
    this.late = null; // the round that a choice came too late for
    section.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter && event.submitter.value) this.press(event.submitter.value);
    });
    this.change.addEventListener("click", () => this.offer(true));
    window.addEventListener("online", () => this.sendKept());
    document.addEventListener("visibilitychange", () => this.round && !document.hidden && this.refresh());
  }

  /** The appointment has changed; `part` is the data of the live part, or null. */
  show(part) {
    const round = part && part.current;
    const open = round && round.state === "open" && round.roll.includes(this.personId)
      && round.way === "devices";
    if (!open) {
      this.close(part);
      return;
    }
    const fresh = !this.round || this.round.id !== round.id;
    this.round = round;
    this.section.hidden = false;
    if (!fresh) return;
    this.after.hidden = true;
    this.ended = this.late = null;
    place("round-ballot-method").textContent = {
      recorded: "Names are recorded: whom you vote for will be published",
      totals: "Totals only: whom you vote for will not be published",
      secret: `Secret: your vote is sealed on this device. Key ${round.fingerprint}`,
    }[round.names];
    place("round-ballot-title").textContent = `Your vote: ${part.title}`;
    this.buttons.replaceChildren(...[...round.candidates, { id: "abstain", name: "Abstain" }].map(choiceButton));
    this.say(round.sealed ? "Press one. You can send another until the round closes." : "Press one. You can change it until the round closes.");
    this.offer(true);
    announce(`Round ${round.number} of voting is open. Choose a name.`, "assertive");
    this.section.scrollIntoView({ block: "start" });
    this.refresh().then(() => this.sendKept());
  }

  offer(shown) {
    this.buttons.hidden = !shown;
    this.change.hidden = shown;
  }

  close(part) {
    const mine = this.round;
    const { top, bottom } = this.section.getBoundingClientRect();
    const seen = mine && top < window.innerHeight && bottom > 0;
    this.section.hidden = true;
    this.round = null;
    if (mine && !mine.sealed) this.tellOutcome(mine, seen);
    const rounds = part ? [part.current, ...part.rounds].filter(Boolean) : [];
    if (this.ended && rounds.length) return;
    const last = rounds.filter((r) => r.sealed && r.box_root && r.state !== "void" && this.mark(r.id)).pop();
    if (last) this.checkOwn(last);
    else if (!rounds.length) this.after.hidden = true;
  }

  /** An open round is over: what the server holds is said where the ballot was, and not what this page only hopes. */
  async tellOutcome(round, seen) {
    this.ended = round;
    this.end("The round is closed. Asking the server for your vote…");
    if (seen) this.after.scrollIntoView({ block: "start" });
    try {
      const { said } = await getJson(`/rounds/${round.id}/ballot`, { tries: 20 });
      if (this.ended !== round) return;
      const late = this.late === round.id;
      const counted = said ? `Your ${nameOf(round, said)} is counted.` : "You cast no vote.";
      this.end(`The round is closed. ${late ? "What you pressed last came too late and was not counted. " : ""}${counted}`, late);
    } catch {
      if (this.ended === round) this.end("The round is closed. This page could not ask the server for your vote: ask the clerk.");
    }
  }

  end(text, bad = false) {
    this.after.hidden = false;
    this.after.textContent = text;
    this.after.classList.toggle("witan-problem", bad);
  }

  /** Once the box is closed: is my envelope in it, and is the box what it says it is. */
  async checkOwn(round) {
    if (this.checked === round.id) return;
    this.checked = round.id;
    const mark = this.mark(round.id);
    try {
      const box = await getJson(`/rounds/${round.id}/box`, { tries: 20 });
      const { whole, inside } = checkBox(box, mark);
      const good = whole && inside && box.root === round.box_root;
      this.after.textContent = good
        ? `Your envelope ${receiptOf(mark)} is in the box, one of ${box.count}.`
        : `Your envelope ${receiptOf(mark)} is not in the box as it was published. Tell the clerk now, before it is opened.`;
      this.after.classList.toggle("witan-problem", !good);
      this.after.hidden = false;
      if (!good) announce(this.after.textContent, "assertive");
    } catch {
      this.checked = null;
    }
  }

  async refresh() {
    const round = this.round;
    try {
      const mine = await getJson(`/rounds/${round.id}/ballot`);
      if (this.round && this.round.id === round.id && mine.said && !this.kept(round.id)) this.accepted(mine);
    } catch (error) {
      if (!(error instanceof OfflineError)) this.say(error.message, true);
    }
  }

  press(choice) {
    if (!this.round) return;
    const { id, sealed, public_key: publicKey } = this.round;
    // Of a secret choice only the envelope is ever kept or sent.
    const ballot = sealed ? sealBallot(publicKey, id, choice) : { choice };
    const { mark, ...body } = ballot;
    this.keep(id, { body: { ...body, key: newKey() }, mark: mark || null });
    this.say("Saving…");
    if (sealed) this.offer(false);
    this.sendKept();
  }

  async sendKept() {
    const id = this.round && this.round.id;
    if (this.sending || !id || !this.kept(id)) return;
    this.sending = true;
    try {
      for (let kept = this.kept(id); kept; kept = this.kept(id)) await this.deliver(id, kept);
    } finally {
      this.sending = false;
    }
  }

  async deliver(id, kept) {
    const same = () => { const now = this.kept(id); return now && now.body.key === kept.body.key; };
    try {
      const answer = await postJson(`/rounds/${id}/ballot`, kept.body, { tries: 1, timeout: 5000 });
      if (kept.mark && answer.said !== kept.mark) throw new HttpError(409, { error: "The server has another envelope than this device sent. Tell the clerk." });
      if (!same()) return;
      localStorage.removeItem(this.key("round", id));
      if (kept.mark) localStorage.setItem(this.key("envelope", id), kept.mark);
      if (this.round && this.round.id === id) this.accepted(answer);
    } catch (error) {
      if (error instanceof HttpError && FINAL.has(error.status)) {
        if (same()) localStorage.removeItem(this.key("round", id));
        this.refused(id, error.message);
        return;
      }
      this.say("Not saved yet, trying again… You can also tell the clerk.", true);
      await new Promise((resolve) => setTimeout(resolve, 400 + Math.random() * 900));
    }
  }

  /** The buttons are gone when the round has closed meanwhile: then it is said where it can be seen. */
  refused(id, message) {
    if (this.round && this.round.id === id) {
      this.offer(true);
      this.say(message, true);
      return;
    }
    if (this.round) return;
    this.late = id;
    if (this.ended && this.ended.id === id) this.tellOutcome(this.ended, false);
    else this.end(message, true);
  }

  /** Of a secret round nothing on the screen tells what was chosen. */
  accepted({ said, receipt }) {
    const sealed = this.round.sealed;
    for (const button of this.buttons.querySelectorAll("[data-choice]")) {
      button.setAttribute("aria-pressed", String(!sealed && button.dataset.choice === said));
    }
    if (sealed) {
      this.offer(false);
      this.say(`Your envelope ${receipt} is in the box. You can send another in its place until the round closes.`);
      return;
    }
    this.say(`Your ${nameOf(this.round, said)} is saved.${receipt ? ` Receipt ${receipt}.` : ""} You can change it until the round closes.`);
  }

  /** The same words again would be read out again, with each attempt. */
  say(text, bad = false) {
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.classList.toggle("witan-problem", bad);
  }

  key(what, id) {
    return `witan:${what}:${id}:${this.personId}`;
  }

  mark(id) {
    return localStorage.getItem(this.key("envelope", id));
  }

  keep(id, ballot) {
    localStorage.setItem(this.key("round", id), JSON.stringify(ballot));
  }

  kept(id) {
    const text = localStorage.getItem(this.key("round", id));
    return text ? JSON.parse(text) : null;
  }
}

function nameOf(round, said) {
  return said === "abstain" ? "abstention" : `vote for ${(round.candidates.find((c) => c.id === said) || {}).name}`;
}

function choiceButton({ id, name }) {
  const made = place("round-choice").content.firstElementChild.cloneNode(true);
  made.value = id;
  made.dataset.choice = id;
  made.querySelector("[data-name]").textContent = name;
  return made;
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Teller {
  constructor(section, account) {
    this.section = section;
    this.account = account;
    this.button = place("teller-agree");
    this.round = null;
    this.button.addEventListener("click", () => this.agree());
  }

  show(part) {
    const round = part && part.current;
    const mine = round && round.sealed && round.state === "closed" && round.teller_ids.includes(this.account);
    this.section.hidden = !mine;
    const fresh = mine && (!this.round || this.round.id !== round.id);
    this.round = mine ? round : null;
    if (!fresh) return;
    const known = keptKey(this.account) !== null;
    place("teller-root").textContent = round.box_root.slice(0, 16).toUpperCase().match(/.{4}/g).join(" ");
    place("teller-count").textContent = round.box_count;
    this.button.hidden = !known;
    this.say(known ? "" : "This is not the device that you enrolled: use that one.", !known);
    announce("You are a teller: the box is closed.", "assertive");
  }

  /** Check the box here, then give share and word for this box, sealed to the opener. */
  async agree() {
    const round = this.round;
    const opened = `witan:opened:${round.id}:${this.account}`;
    this.button.disabled = true;
    try {
      const before = localStorage.getItem(opened);
      if (before && before !== round.box_root) throw new Error("This device has agreed to another box of this round. Tell the monitoring officer.");
      const box = await getJson(`/rounds/${round.id}/box`, { tries: 5 });
      if (!checkBox(box, null).whole || box.root !== round.box_root || box.count !== round.box_count) {
        throw new Error("The box is not what was published. Do not open it: tell the monitoring officer.");
      }
      const { share } = await getJson(`/rounds/${round.id}/share`, { tries: 5 });
      if (!share) throw new Error("The box is opened already.");
      const word = approval({ share, round: round.id, root: box.root, count: box.count }, keptKey(this.account), round.public_key);
      localStorage.setItem(opened, box.root);
      await post(`/rounds/${round.id}/approve`, { root: box.root, count: box.count, approval: word });
      this.button.hidden = true;
      this.say("You have agreed to open this box.");
    } catch (error) {
      this.say(error.message, true);
    } finally {
      this.button.disabled = false;
    }
  }

  say(text, bad = false) {
    const status = place("teller-state");
    status.textContent = text;
    status.classList.toggle("witan-problem", bad);
  }
}

async function post(url, fields) {
  const headers = { Accept: "application/json", "X-CSRF-Token": csrfToken() };
  const response = await fetch(url, { method: "POST", credentials: "same-origin", headers, body: new URLSearchParams(fields) });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error || "That did not work. Try again.");
}

function install() {
  const device = place("appointment-device");
  if (!device) return;
  const { person, account } = device.dataset;
  const ballot = new RoundBallot(place("round-ballot"), person);
  const teller = new Teller(place("teller-box"), account);
  document.addEventListener("part:appointment", ({ detail }) => {
    ballot.show(detail.data);
    teller.show(detail.data);
    for (const own of document.querySelectorAll("[data-own-person]")) own.hidden = own.dataset.ownPerson !== person;
  });
}

install();
