// A member's ballot: a press is kept on the device until the server says that it is on disk, and is sent again until then.

import { announce } from "./announce.js";
import { getJson, HttpError, OfflineError, postJson } from "./http.js";
import { showProblem } from "./press.js";

const WORDS = { for: "For", against: "Against", abstain: "Abstain" };
const FINAL = new Set([400, 401, 403, 404, 409, 422]);

export class BallotBox {
  constructor(section, personId) {
    this.section = section;
    this.personId = personId;
    this.form = section.querySelector("form[data-ballot]");
    this.status = section.querySelector("#ballot-state");
    this.vote = null;
    this.sending = null;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter) this.press(event.submitter.value);
    });
    window.addEventListener("online", () => this.sendKept());
    window.addEventListener("storage", (event) => {
      if (this.vote && event.key === this.key("answer")) this.refresh();
    });
  }

  /** The state of the vote has changed; `part` is the data of the live part, or null. */
  show(part) {
    const open = part && part.state === "open" && part.roll.includes(this.personId);
    const fresh = open && (!this.vote || this.vote.id !== part.id);
    if (!open) {
      this.section.hidden = true;
      this.vote = null;
      return;
    }
    this.vote = part;
    this.section.hidden = false;
    if (!fresh) return;
    this.section.querySelector("#ballot-method").textContent = part.method === "recorded"
      ? "Recorded vote: your name and vote will be published" : "Totals only: your name will not be recorded";
    const text = this.section.querySelector("#ballot-text");
    text.replaceChildren(...part.text.split("\n").map((line) => {
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

  async sendKept() {
    if (this.sending || !this.vote || !this.kept()) return;
    this.sending = true;
    const vote = this.vote.id;
    try {
      // A press while another is under way replaces what is kept, and goes next.
      for (let ballot = this.kept(vote); ballot; ballot = this.kept(vote)) await this.deliver(vote, ballot);
    } finally {
      this.sending = null;
    }
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
        this.refused(vote, error.message);
        return;
      }
      this.say(`${WORDS[ballot.choice]}: not saved yet, trying again… You can also tell the clerk.`, true);
      await new Promise((resolve) => setTimeout(resolve, 400 + Math.random() * 900));
    }
  }

  /** The buttons are gone when the vote has closed meanwhile: then it is said where it can be seen. */
  refused(vote, message) {
    if (!this.vote || this.vote.id !== vote) {
      showProblem(message);
      return;
    }
    this.mark(null);
    this.say(message, true);
    this.refresh();
  }

  accepted({ choice, receipt, at }) {
    this.mark(choice);
    const time = new Date(at).toLocaleTimeString("en-GB");
    const text = `Your vote ${WORDS[choice].toUpperCase()} is saved, ${time}. Receipt ${receipt}. You can change it until the vote closes.`;
    this.say(text);
    announce(`Your vote ${WORDS[choice]} is saved.`, "assertive");
  }

  mark(chosen, sending = null) {
    for (const button of this.form.querySelectorAll("[data-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.choice === chosen));
      if (button.dataset.choice === sending) button.dataset.state = "sending";
      else delete button.dataset.state;
    }
  }

  say(text, bad = false) {
    this.status.textContent = text;
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
