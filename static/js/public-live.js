// The public live page: follows its meeting, and says when it is over.

import { installEmbeds } from "./embed.js";
import { LiveRoom } from "./live.js";

const root = document.querySelector("[data-live]");

/** Words that hold only while the meeting stands so; and nothing is said to be on before it begins or when it is over. */
function showWhen(status) {
  root.dataset.status = status;
  const agenda = document.getElementById("agenda-list");
  // Before it begins the agenda is all there is to see.
  if (agenda && status === "planned") agenda.open = true;
  for (const element of document.querySelectorAll("[data-when]")) element.hidden = element.dataset.when !== status;
}

// While the public is excluded no part says anything, and no words that hold only at another time stay.
document.addEventListener("part:meeting", ({ detail }) => showWhen(detail.data.status || "private"));
installEmbeds();
LiveRoom.from(root).start();
