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
