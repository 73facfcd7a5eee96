// A member's ballot: a press is kept on the device until the server says that it is on disk, and is sent again until then.

import { announce } from "./announce.js";
import { getJson, HttpError, OfflineError, postJson } from "./http.js";
import { showProblem } from "./press.js";

const WORDS = { for: "For", against: "Against", abstain: "Abstain" };
// Who votes on an amendment is not to think that it is the motion.
const TITLES = { amendment: "Your vote on the amendment", procedural: "Your vote on the procedural motion" };
const FINAL = new Set([400, 401, 403, 404, 409, 422]);

export class BallotBox {
  constructor(section, personId) {
    this.section = section;
    this.personId = personId;
    this.form = section.querySelector("form[data-ballot]");
    this.status = section.querySelector("#ballot-state");
    this.after = document.getElementById("ballot-after");
    this.vote = null;
    this.saved = null;
    this.ended = null;
    this.late = null;
    this.sending = null;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter) this.press(event.submitter.value);
    });
    window.addEventListener("online", () => this.sendKept());
    window.addEventListener("storage", (event) => {
      if (this.vote && event.key === this.key("answer")) this.refresh();
    });
    // Another device, or the clerk, may have voted meanwhile.
    document.addEventListener("visibilitychange", () => this.vote && !document.hidden && this.refresh());
  }

  /** The state of the vote has changed; `part` is the data of the live part, or null. */
  show(given) {
    // Kept back from somebody who is barred from an item: there is no vote for them.
    const part = given && given.hidden ? null : given;
    const open = part && part.state === "open" && part.way === "devices" && this.castsOwn(part);
    const fresh = open && (!this.vote || this.vote.id !== part.id);
    if (!open) {
      this.close(part);
      return;
    }
    this.vote = part;
    this.section.hidden = false;
    if (!fresh) return;
    this.after.hidden = true;
    this.saved = this.late = this.ended = null;
    this.section.querySelector("#ballot-title").textContent = TITLES[part.kind] || "Your vote";
    this.section.querySelector("#ballot-method").textContent = part.method === "recorded"
      ? "Recorded vote: your name and vote will be published" : "Totals only: your name will not be published";
    const text = this.section.querySelector("#ballot-text");
    text.replaceChildren(...[part.text, ...part.also].join("\n").split("\n").map((line) => {
      const p = document.createElement("p");
      p.className = "govuk-body";
      p.textContent = line;
      return p;
    }));
    showProblem(null);
    this.mark(null);
    this.say("Press one. You can change it until the vote closes.");
    announce("A vote is open. Press For, Against or Abstain.", "assertive");
    this.section.scrollIntoView({ block: "start" });
    this.refresh().then(() => this.sendKept());
  }

  /** On the roll, and not by a proxy's hand. */
  castsOwn(part) {
    return part.roll.includes(this.personId) && !part.represented.some((each) => each.person_id === this.personId);
  }

  /** The vote goes on without devices: what to do now is said once, and what becomes of a ballot cast here. */
  wayChanged(part) {
    const called = part.way === "roll_call";
    const mine = this.saved ? ` Your vote ${WORDS[this.saved].toUpperCase()} ${called ? "is kept" : "stays in the record and is not counted"}.` : "";
    const next = called ? "Names are being called: answer when yours is." : "The vote is by show of hands: raise your hand when the chair asks.";
    const text = this.saved && called ? `The vote goes on by roll call.${mine}` : `${next}${mine}`;
    this.after.hidden = false;
    this.after.classList.remove("witan-problem");
    if (this.after.textContent !== text) this.after.textContent = text;
  }

  /** The vote is over: what the server holds is said where the ballot was, and not what this page only hopes. */
  close(part) {
    const focused = this.section.contains(document.activeElement);
    const over = part && part.state !== "open" && part.roll.includes(this.personId);
    const shown = this.vote && over && this.vote.id === part.id;
    const { top, bottom } = this.section.getBoundingClientRect();
    const seen = shown && top < window.innerHeight && bottom > 0;
    this.section.hidden = true;
    this.vote = null;
    if (part && part.state === "open" && part.way !== "devices" && this.castsOwn(part)) {
      this.wayChanged(part);
      if (focused) this.after.focus({ preventScroll: true });
      return;
    }
    if (!over) this.after.hidden = true;
    if (!over || this.ended === part.id) return;
    this.ended = part.id;
    this.after.hidden = false;
    this.after.textContent = "The vote is closed. Asking the server for your vote…";
    if (focused) this.after.focus({ preventScroll: true });
    if (seen) this.after.scrollIntoView({ block: "start" });
    // Not everybody in one moment.
    window.setTimeout(() => this.tellOutcome(part.id), shown ? Math.random() * 1000 : 0);
    this.sendKept(part.id);
  }

  async tellOutcome(vote) {
    if (this.ended !== vote || this.kept(vote)) return;
    try {
      const { choice, receipt, way } = await getJson(`/votes/${vote}/ballot`, { tries: 60 });
      if (this.ended !== vote) return;
      const byHands = way === "hands";
      const late = this.late ? ` ${WORDS[this.late].toUpperCase()} came too late and was not counted.` : "";
      const mine = byHands ? "" : choice ? ` Your vote ${WORDS[choice].toUpperCase()} is counted. Receipt ${receipt}.` : " You cast no vote.";
      this.after.textContent = `The vote is closed.${late}${mine}`;
      this.after.classList.toggle("witan-problem", Boolean(this.late));
    } catch {
      this.after.textContent = "The vote is closed. This page could not ask the server for your vote: ask the clerk.";
    }
  }

  /** What the server holds of my ballot; what it says stands above what this page thinks. */
  async refresh() {
    const vote = this.vote;
    try {
      const mine = await getJson(`/votes/${vote.id}/ballot`);
      if (this.vote && this.vote.id === vote.id && mine.choice && !this.kept()) this.accepted(mine);
    } catch (error) {
      if (!(error instanceof OfflineError)) this.say(error.message);
    }
  }

  press(choice) {
    if (!this.vote) return;
    this.keep({ choice, key: newKey() });
    this.mark(null, choice);
    this.say(`${WORDS[choice]}: saving…`);
    this.sendKept();
  }

  async sendKept(vote = this.vote && this.vote.id) {
    if (this.sending || !this.kept(vote)) return;
    this.sending = true;
    try {
      // A press while another is under way replaces what is kept, and goes next.
      for (let ballot = this.kept(vote); ballot; ballot = this.kept(vote)) await this.deliver(vote, ballot);
    } finally {
      this.sending = null;
    }
    this.tellOutcome(vote);
  }

  /** Afterwards the ballot is no longer kept, unless no answer came. */
  async deliver(vote, ballot) {
    try {
      const answer = await postJson(`/votes/${vote}/ballot`, ballot, { tries: 1, timeout: 5000 });
      const now = this.kept(vote);
      if (now && now.key === ballot.key) {
        localStorage.removeItem(this.key("ballot", vote));
        localStorage.setItem(this.key("answer", vote), answer.receipt);
        if (this.vote && this.vote.id === vote) this.accepted(answer);
      }
    } catch (error) {
      if (error instanceof HttpError && FINAL.has(error.status)) {
        const now = this.kept(vote);
        if (now && now.key === ballot.key) localStorage.removeItem(this.key("ballot", vote));
        this.refused(vote, error, ballot.choice);
        return;
      }
      this.say(`${WORDS[ballot.choice]}: not saved yet, trying again…${this.standing()} You can also tell the clerk.`, true);
      await new Promise((resolve) => setTimeout(resolve, 400 + Math.random() * 900));
    }
  }

  /** The buttons are gone when the vote has closed meanwhile: then it is said where it can be seen. */
  refused(vote, error, choice) {
    this.late = error.status === 409 && error.message.includes("too late") ? choice : null;
    if (!this.vote || this.vote.id !== vote) {
      if (this.ended !== vote || !this.late) showProblem(error.message);
      return;
    }
    this.mark(this.saved);
    this.say(`${error.message}${this.standing()}`, true);
    if (error.status === 401) this.offerSignIn();
  }

  standing() {
    return this.saved ? ` Your vote ${WORDS[this.saved].toUpperCase()} still stands.` : "";
  }

  offerSignIn() {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = `/sign-in?next=${encodeURIComponent(window.location.pathname)}`;
    link.textContent = "Sign in and come back";
    this.status.append(" ", link);
  }

  accepted({ choice, receipt, at }) {
    this.saved = choice;
    this.mark(choice);
    const time = new Date(at).toLocaleTimeString("en-GB");
    const text = `Your vote ${WORDS[choice].toUpperCase()} is saved, ${time}. Receipt ${receipt}. You can change it until the vote closes.`;
    this.say(text);
  }

  mark(chosen, sending = null) {
    for (const button of this.form.querySelectorAll("[data-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.choice === chosen));
      if (button.dataset.choice === sending) button.dataset.state = "sending";
      else delete button.dataset.state;
    }
  }

  /** The same words again would be read out again, with each attempt. */
  say(text, bad = false) {
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.classList.toggle("witan-problem", bad);
  }

  key(what, vote = this.vote.id) {
    return `witan:${what}:${vote}:${this.personId}`;
  }

  keep(ballot) {
    localStorage.setItem(this.key("ballot"), JSON.stringify(ballot));
  }

  kept(vote = this.vote && this.vote.id) {
    const text = vote && localStorage.getItem(this.key("ballot", vote));
    return text ? JSON.parse(text) : null;
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
