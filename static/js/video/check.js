// Before the meeting: see oneself, hear that the microphone works, choose another device.

import { listenToLevel } from "./media.js";

export class Check {
  constructor(section, media) {
    this.section = section;
    this.media = media;
    this.video = section.querySelector("video");
    this.meter = section.querySelector("meter");
    this.stopLevel = () => {};
    for (const kind of ["audio", "video"]) {
      this.select(kind).addEventListener("change", async (event) => {
        await media.choose(kind, event.target.value);
        this.show();
      });
    }
    section.querySelector("[data-again]").addEventListener("click", () => this.start());
  }

  select(kind) { return this.section.querySelector(`select[data-kind="${kind}"]`); }

  async start() {
    await this.media.start();
    await this.show();
  }

  async show() {
    const { tracks, problems } = this.media;
    this.video.srcObject = tracks.video ? new MediaStream([tracks.video]) : null;
    const none = this.section.querySelector("[data-no-picture]");
    none.hidden = Boolean(tracks.video);
    if (problems.video) none.textContent = "No picture. You can come in without one.";
    this.stopLevel();
    this.stopLevel = tracks.audio ? listenToLevel(tracks.audio, (level) => { this.meter.value = level; }) : () => {};
    let any = false;
    for (const kind of ["audio", "video"]) {
      const words = this.section.querySelector(`[data-problem="${kind}"]`);
      words.hidden = !problems[kind];
      words.querySelector("span").textContent = problems[kind] || "";
      any = any || Boolean(problems[kind]);
      await this.list(kind);
    }
    this.section.querySelector("[data-again]").hidden = !any;
  }

  async list(kind) {
    const select = this.select(kind);
    const current = this.media.tracks[kind] ? this.media.tracks[kind].getSettings().deviceId : "";
    const devices = await this.media.devices(kind);
    select.replaceChildren(...devices.map((device, number) => {
      const fallback = `${kind === "audio" ? "Microphone" : "Camera"} ${number + 1}`;
      return new Option(device.label || fallback, device.deviceId, false, device.deviceId === current);
    }));
    select.closest(".govuk-form-group").hidden = devices.length < 2;
  }

  stop() {
    this.stopLevel();
    this.video.srcObject = null;
  }
}
