// The pictures of the people in the room, each with its name and what is to be known of it.

export class Tiles {
  constructor(list, count) {
    this.list = list;
    this.count = count;
    this.tiles = new Map();
    /** Called when the browser plays no sound before somebody presses. */
    this.onSilent = () => {};
  }

  /** The tile of somebody; made when they come. */
  person(id, name, own = false) {
    if (this.tiles.has(id)) return this.tiles.get(id);
    const tile = document.createElement("li");
    tile.className = "witan-tile";
    tile.dataset.who = id;
    const video = document.createElement("video");
    video.autoplay = true;
    video.playsInline = true;
    video.muted = own;
    const face = document.createElement("span");
    face.className = "witan-tile__face";
    face.setAttribute("aria-hidden", "true");
    face.textContent = initials(name);
    const words = document.createElement("p");
    words.className = "witan-tile__words";
    const label = document.createElement("strong");
    label.textContent = own ? `${name} (you)` : name;
    const state = document.createElement("span");
    state.className = "witan-tile__state";
    words.append(label, " ", state);
    tile.append(video, face, words);
    this.list.append(tile);
    const made = { tile, video, state, name, own, microphone: false, camera: false, talking: false };
    this.tiles.set(id, made);
    video.setAttribute("aria-label", `Picture of ${name}`);
    this.show(made);
    this.tell();
    return made;
  }

  gone(id) {
    const made = this.tiles.get(id);
    if (!made) return "";
    made.video.srcObject = null;
    made.tile.remove();
    this.tiles.delete(id);
    this.tell();
    return made.name;
  }

  stream(id, tracks) {
    const made = this.tiles.get(id);
    if (!made) return;
    const held = made.video.srcObject ? made.video.srcObject.getTracks() : [];
    if (held.length === tracks.length && tracks.every((track) => held.includes(track))) return;
    made.video.srcObject = tracks.length ? new MediaStream(tracks) : null;
    if (tracks.length) this.play(made);
  }

  play({ video }) {
    video.play().catch((error) => { if (error.name === "NotAllowedError") this.onSilent(); });
  }

  playAll() {
    for (const made of this.tiles.values()) if (made.video.srcObject) this.play(made);
  }

  talking(id, talking) {
    const made = this.tiles.get(id);
    if (!made) return;
    made.talking = talking;
    this.show(made);
  }

  states(people) {
    for (const [id, on] of Object.entries(people)) {
      const made = this.tiles.get(id);
      if (made) { Object.assign(made, on); this.show(made); }
    }
  }

  show(made) {
    const speaks = made.talking && made.microphone;
    const words = speaks ? "speaking" : (made.microphone ? "" : "microphone off");
    if (made.state.textContent !== words) made.state.textContent = words;
    made.tile.classList.toggle("witan-tile--talking", speaks);
    made.tile.classList.toggle("witan-tile--dark", !made.camera);
  }

  clear() {
    for (const id of [...this.tiles.keys()]) this.gone(id);
  }

  tell() {
    const many = this.tiles.size;
    this.count.textContent = many === 1 ? "1 person in the room" : `${many} people in the room`;
    this.list.dataset.many = many > 9 ? "many" : String(many);
  }
}

function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{Lu}/u.test(word) && !/^(Councillor|Cllr|Mrs?|Ms|Dr)\.?$/u.test(word));
  return words.slice(0, 1).concat(words.slice(1).slice(-1)).map((word) => word[0]).join("") || name.slice(0, 1);
}
