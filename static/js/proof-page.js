// The page that checks a vote: at once when it is loaded, and again with whatever is in the box or in a kept file.

import { NotRight, check } from "./proof-check.js";

const verdict = document.getElementById("verdict");
const words = document.getElementById("verdict-words");
const list = document.getElementById("verdict-list");
const box = document.getElementById("document");

function show(state, headline, sentences) {
  verdict.dataset.state = state;
  words.textContent = headline;
  list.replaceChildren(...sentences.map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    return item;
  }));
}

function judge(text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    show("wrong", "This cannot be read", ["It is not a signed result, or a part of it is missing."]);
    return;
  }
  try {
    show("right", "Everything is right", check(document));
  } catch (error) {
    if (!(error instanceof NotRight)) throw error;
    show("wrong", "Something is not right", [`${error.message[0].toUpperCase()}${error.message.slice(1)}.`]);
  }
}

document.getElementById("again").addEventListener("submit", (event) => {
  event.preventDefault();
  judge(box.value);
  verdict.focus();
});

document.getElementById("kept").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file) box.value = await file.text();
});

judge(box.value);
