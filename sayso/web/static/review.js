// Review: everything by the keys, and words marked in the article. Without script every form here works as it stands.
"use strict";

const TYPED = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
const cases = () => [...document.querySelectorAll(".case")];
const current = () => document.activeElement?.closest(".case") ?? cases()[0] ?? null;

const go = (place) => {
  const all = cases(), found = all[Math.max(0, Math.min(place, all.length - 1))];
  found?.focus();
  found?.scrollIntoView({ block: "nearest" });
};

// After a ruling the page comes back; the case that moved up into the same place is next.
const place = location.hash.match(/^#c(\d{1,4})$/);
if (place) go(Number(place[1]) - 1);

const press = (element) => {
  if (element instanceof HTMLFormElement) element.requestSubmit();
  else if (element.matches(TYPED)) element.focus();
  else element.click();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest(TYPED)) {
    if (event.key === "Escape") (event.target.closest(".case") ?? document.getElementById("main")).focus();
    return;
  }
  const key = event.key, text = document.getElementById("text");
  if (key === "?") document.getElementById("keys")?.showModal();
  else if (key === "j" || key === "k") go(cases().indexOf(document.activeElement?.closest(".case")) + (key === "j" ? 1 : -1));
  else if (key === "t" && text) begin(text);
  else if (text && "12345".includes(key) && key.length === 1) put(key);
  else {
    const name = `[data-key="${CSS.escape(key)}"]`;
    const found = current()?.querySelector(name) ?? document.querySelector(name);
    if (!found) return;
    press(found);
  }
  event.preventDefault();
});

// Marking words: from what the browser has marked to places in the article, counted as Unicode counts.

const count = (words) => [...words].length;
const size = (bit) => ("unseen" in bit.dataset ? 1 : count(bit.textContent));

const placeOf = (node, offset, ending) => {
  const bit = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (bit && node.nodeType === Node.TEXT_NODE) {
    if ("unseen" in bit.dataset) return Number(bit.dataset.at) + (ending ? 1 : 0);
    const before = document.createRange();
    before.setStart(bit, 0);
    before.setEnd(node, offset);
    return Number(bit.dataset.at) + count(before.toString());
  }
  const point = document.createRange();
  point.setStart(node, offset);
  const bits = [...document.querySelectorAll("#text [data-at]")];
  const side = (one) => point.comparePoint(one, 0); // -1: it begins before the point
  if (ending) {
    const last = bits.filter((one) => side(one) < 0).at(-1);
    return last ? Number(last.dataset.at) + size(last) : null;
  }
  const next = bits.find((one) => side(one) >= 0);
  return next ? Number(next.dataset.at) : null;
};

const marked = () => {
  const selection = getSelection(), text = document.getElementById("text");
  if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.getRangeAt(0).commonAncestorContainer)) return null;
  const range = selection.getRangeAt(0), words = range.toString();
  const start = placeOf(range.startContainer, range.startOffset, false), end = placeOf(range.endContainer, range.endOffset, true);
  if (start === null || end === null || !words.trim()) return null;
  const lead = count(words) - count(words.trimStart()), tail = count(words) - count(words.trimEnd());
  return { start: start + lead, end: end - tail, words: words.trim().replace(/\s+/g, " ") };
};

let used = null; // the field that was used last
const told = document.getElementById("marked");
const say = (words) => { if (told) told.textContent = words; };

const fill = (field, more) => {
  const found = marked();
  if (!found) return say("No words of the article are marked.");
  const line = `${found.start}:${found.end} ${found.words}`;
  field.value = more && field.value.trim() ? `${field.value.trimEnd()}\n${line}` : line;
  field.classList.add("changed");
  say(`${field.labels?.[0]?.textContent ?? "The field"}: “${found.words}”`);
};

const put = (digit) => {
  const field = digit === "5" ? used : document.querySelector(`[data-digit="${digit === "4" ? "3" : digit}"]`);
  if (field) fill(field, digit === "4" || (digit === "5" && field instanceof HTMLTextAreaElement));
};

document.addEventListener("focusin", (event) => { if (event.target.matches("[data-span]")) used = event.target; });
for (const button of document.querySelectorAll("[data-mark]")) {
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // what is marked stays marked
  button.addEventListener("click", () => put(button.dataset.mark));
}
for (const field of document.querySelectorAll("[data-span]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet take";
  button.textContent = "Take the marked words";
  button.setAttribute("aria-label", `Take the marked words: ${field.labels?.[0]?.textContent ?? ""}`);
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => fill(field, field instanceof HTMLTextAreaElement && field.id !== "content"));
  field.after(button);
}

// In the text the arrows go from word to word, and with Shift they mark.
const begin = (text) => {
  text.focus();
  const first = text.querySelector(".k1") ?? text.querySelector("[data-at]");
  if (!first?.firstChild) return;
  const selection = getSelection();
  selection.collapse(first.firstChild, 0);
  selection.modify("extend", "forward", "word");
};

document.getElementById("text")?.addEventListener("keydown", (event) => {
  const forward = event.key === "ArrowRight" || event.key === "ArrowDown";
  if (!forward && event.key !== "ArrowLeft" && event.key !== "ArrowUp") return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const selection = getSelection(), text = document.getElementById("text");
  if (!selection.rangeCount || !text.contains(selection.anchorNode)) return begin(text);
  const direction = forward ? "forward" : "backward";
  const step = event.key === "ArrowUp" || event.key === "ArrowDown" ? "line" : "word";
  if (event.shiftKey) {
    selection.modify("extend", direction, step);
  } else {
    if (forward) selection.collapseToEnd(); else selection.collapseToStart();
    selection.modify("move", direction, step);
    if (forward) selection.modify("move", "backward", "word");
    selection.modify("extend", "forward", "word");
  }
  say(marked()?.words ?? "");
});
