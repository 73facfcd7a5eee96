// What a button says to whoever reads or hears it.

/** Its words without what is only drawn, such as the key that presses it too. */
export function wordsOf(button) {
  const copy = button.cloneNode(true);
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
  return copy.textContent.replace(/\s+/g, " ").replace(/ ([,.;:])/g, "$1").trim();
}
