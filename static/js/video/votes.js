// A member votes where they see and hear the meeting: the ballot stands above the pictures while a vote is open.

import { BallotBox } from "../ballot.js";
import { LiveRoom } from "../live.js";

/** `root` has the ballot and says which meeting it is. */
export function installVotes(root) {
  const box = new BallotBox(root.querySelector("#ballot"), root.dataset.person);
  document.addEventListener("part:vote", ({ detail }) => box.show(detail.data));
  LiveRoom.from(root).start();
}
