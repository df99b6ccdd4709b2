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

// Figures: under a finger a tap tells who says so, as pointing does, and a second one leads to the words.
{
  let finger = false, before = null;
  document.addEventListener("pointerdown", (event) => { finger = event.pointerType === "touch"; before = document.activeElement; });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".figures a");
    if (!link || !finger || link === before) return;
    event.preventDefault();
    link.focus();
  });
}

// Search: the first few as one types, reached with the arrow keys; Escape closes.
const find = document.getElementById("find");
if (find) {
  const panel = document.createElement("div");
  panel.className = "panel";
  panel.id = "panel";
  panel.hidden = true;
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-label", "First results");
  panel.setAttribute("aria-live", "polite");
  find.form.append(panel);
  find.setAttribute("aria-controls", "panel");
  let timer, asked = 0;
  const close = () => { panel.hidden = true; };
  const ask = async () => {
    const words = find.value.trim(), mine = ++asked;
    if (words.length < 2) return close();
    const answer = await fetch("/search/panel?q=" + encodeURIComponent(words.slice(0, 300))).catch(() => null);
    if (mine !== asked || !answer?.ok) return;
    panel.innerHTML = await answer.text(); // drawn and escaped by our own server
    panel.hidden = false;
  };
  find.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  find.form.addEventListener("keydown", (event) => {
    const links = [...panel.querySelectorAll("a")], place = links.indexOf(document.activeElement);
    if (event.key === "Escape" && !panel.hidden) { close(); find.focus(); event.preventDefault(); }
    if (panel.hidden || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    (links[place + (event.key === "ArrowDown" ? 1 : -1)] ?? find).focus();
  });
  document.addEventListener("focusin", (event) => { if (!find.form.contains(event.target)) close(); });
  document.addEventListener("pointerdown", (event) => { if (!find.form.contains(event.target)) close(); });
}

// Add: files dropped on the form are sent at once.
for (const form of document.querySelectorAll("form[data-drop]")) {
  const files = form.querySelector("input[type=file]");
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    files.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

// What changes by itself is asked for again until it is over.
for (const area of document.querySelectorAll("[data-live]")) {
  const over = () => ["done", "stopped", "failed"].includes(area.querySelector("[data-state]")?.dataset.state);
  const again = async () => {
    const answer = await fetch(area.dataset.live).catch(() => null);
    if (answer?.ok) area.innerHTML = await answer.text(); // drawn and escaped by our own server
    if (over()) document.querySelector("form[action$='/stop']")?.remove();
    else setTimeout(again, 400);
  };
  if (!over()) setTimeout(again, 200);
}

// Story: a filter that changes is asked for at once, and stands in the address.
const filters = document.querySelector("form[data-redraw]");
if (filters) {
  let asked = 0, timer;
  const address = () => {
    const pairs = [...new FormData(filters)].filter(([, value]) => String(value).trim());
    const query = new URLSearchParams(pairs).toString();
    return filters.getAttribute("action") + (query ? "?" + query : "");
  };
  const redraw = async (where) => {
    const mine = ++asked, drawn = document.getElementById("drawn");
    drawn.setAttribute("aria-busy", "true");
    const answer = await fetch(where).catch(() => null);
    if (mine !== asked) return;
    if (!answer?.ok) return location.assign(where); // which says what is wrong
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["#drawn", ".sections"]) {
      const fresh = page.querySelector(part);
      if (fresh) document.querySelector(part)?.replaceWith(fresh);
    }
    history.replaceState(null, "", where);
  };
  filters.addEventListener("submit", (event) => { event.preventDefault(); redraw(address()).then(clear); });
  const clear = () => { const box = document.getElementById("without"); if (box) box.value = ""; };
  document.addEventListener("change", (event) => {
    if (event.target.form !== filters) return;
    clearTimeout(timer);
    const where = address();
    if (event.target.id === "without") clear();
    timer = setTimeout(() => redraw(where), 10);
  });
}
