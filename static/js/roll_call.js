// The roll call by keyboard: one letter marks a member and goes on to the next; arrow up goes back.

const list = document.querySelector("[data-roll-call]");

function rows() {
  return [...list.querySelectorAll("fieldset")].filter((row) => row.querySelector("input"));
}

/** The row the focus is in; without one the first that is not marked yet. */
function current() {
  const row = document.activeElement && document.activeElement.closest("fieldset");
  if (row && list.contains(row)) return row;
  return rows().find((found) => !found.querySelector("input:checked")) || rows()[0];
}

function focusOn(row) {
  if (!row) {
    document.querySelector("form button[type=submit], form .govuk-button").focus();
    return;
  }
  const input = row.querySelector("input:checked") || row.querySelector("input");
  input.focus();
  row.scrollIntoView({ block: "nearest" });
}

function step(row, by) {
  const all = rows();
  focusOn(all[all.indexOf(row) + by]);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const row = current();
  if (!row) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const at = rows().indexOf(row);
    if (event.key === "ArrowDown" || at > 0) step(row, event.key === "ArrowDown" ? 1 : -1);
    return;
  }
  const mark = row.querySelector(`input[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!mark) return;
  event.preventDefault();
  mark.checked = true;
  step(row, 1);
});

if (rows().length) focusOn(current());
