// What the pages gain with script; without it they all read and work.
"use strict";

document.documentElement.classList.add("scripted");

// "/" leads to the search, as in most places where one reads.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const find = document.querySelector("[data-shortcut='/']");
  if (find) { event.preventDefault(); find.focus(); find.select(); }
});

// Read: point at a claim or at its words, with the pointer or with Tab, and the other lights up.
for (const area of document.querySelectorAll("[data-lights]")) {
  const byNumber = new Map();
  for (const element of area.querySelectorAll("[data-c]")) {
    for (const number of element.dataset.c.split(" ")) {
      if (!byNumber.has(number)) byNumber.set(number, []);
      byNumber.get(number).push(element);
    }
  }
  let lit = null;
  const light = (number) => {
    if (number === lit) return;
    for (const element of byNumber.get(lit) ?? []) element.classList.remove("lit");
    for (const element of byNumber.get(number) ?? []) element.classList.add("lit");
    lit = number;
  };
  const at = (event) => event.target.closest("[data-c]")?.dataset.c.split(" ")[0] ?? null; // the narrowest claim
  area.addEventListener("pointerover", (event) => light(at(event)));
  area.addEventListener("focusin", (event) => light(at(event)));
  area.addEventListener("click", (event) => {
    const words = event.target.closest("mark[data-c]");
    if (!words || String(getSelection())) return;
    document.getElementById("n" + words.dataset.c.split(" ")[0])?.scrollIntoView({ block: "nearest" });
  });
}
