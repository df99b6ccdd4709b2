// Pictures: saved as PNG, and the network of parties to be moved by hand. Without script there are the drawing, its SVG and the tables.
"use strict";

function keep(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// An SVG of our own, drawn at three times its size so that it is sharp on paper.
async function asPng(address, name) {
  const answer = await fetch(address);
  if (!answer.ok) return location.assign(address);
  const source = URL.createObjectURL(new Blob([await answer.text()], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 3;
  canvas.height = image.naturalHeight * 3;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(source);
  canvas.toBlob((blob) => keep(blob, name), "image/png");
}

const ROUND = 18; // parties, up to which they stand in a ring, where no name covers another
const LEGIBLE = 0.85; // of the usual size of letters, at least

// `scale`: how many times larger everything is drawn so that names can be read where a large network is shown small.
function looks(scale = 1) {
  const of = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const [ink, soft, accent, card, paper] = ["ink", "soft", "accent", "card", "paper"].map(of);
  const letters = { "font-family": "system-ui, sans-serif", "font-size": 13 * scale, color: ink, "text-outline-color": paper, "text-outline-width": 3 * scale };
  return [
    { selector: "node", style: { ...letters, label: "data(name)", "background-color": card, "border-color": ink, "border-width": 1.5 * scale, width: 16 * scale, height: 16 * scale, "text-wrap": "wrap", "text-max-width": 110 * scale, "text-valign": "bottom", "text-margin-y": 4 * scale } },
    { selector: "edge", style: { ...letters, "font-size": 11 * scale, "curve-style": "bezier", "line-color": accent, "target-arrow-color": accent, "target-arrow-shape": "triangle", "arrow-scale": scale, width: 1.8 * scale, label: "data(goods)", "text-wrap": "ellipsis", "text-max-width": 110 * scale, "text-rotation": "autorotate" } },
    { selector: "edge.unsure", style: { "line-style": "dashed" } },
    { selector: "edge.opposes", style: { "line-style": "dotted", "line-color": soft, "target-arrow-shape": "none", "mid-target-arrow-shape": "tee", "mid-target-arrow-color": soft } },
    { selector: ".faded", style: { opacity: 0.15 } },
    { selector: "node:selected", style: { "background-color": accent, "border-color": accent } },
  ];
}

// Those who give or take stand spread among the others, so that what runs between them has room for its words.
function spread(parties) {
  const movers = parties.filter((one) => one.gives + one.takes > 0), others = parties.filter((one) => one.gives + one.takes === 0);
  const share = parties.length / movers.length, found = [];
  while (movers.length || others.length) found.push((!others.length || (movers.length && found.length % share < 1) ? movers : others).shift());
  return found;
}

function elements(network) {
  const nodes = spread(network.parties).map((party) => ({ data: { id: party.id, name: party.name } }));
  const pairs = new Map();
  for (const giving of network.givings) {
    const key = giving.giver + " " + giving.taker;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(giving);
  }
  const gives = [...pairs.values()].map((givings, n) => {
    const told = givings.map((one) => `${one.goods.map((g) => g.name).join(", ") || "something"} (${one.standings.join(", ")})`);
    const done = givings.some((one) => one.standings.includes("done") || one.standings.includes("under way"));
    const first = givings[0].goods.map((g) => g.name).join(", ");
    const goods = givings.length > 1 ? `${first} +${givings.length - 1}` : first;
    return { data: { id: "g" + n, source: givings[0].giver, target: givings[0].taker, goods, told: told.join("; ") }, classes: done ? "gives" : "gives unsure" };
  });
  const opposes = network.opposings.map((pair, n) => ({ data: { id: "o" + n, source: pair.one, target: pair.other, goods: "" }, classes: "opposes" }));
  return [...nodes, ...gives, ...opposes];
}

function told(node) {
  const lines = node.connectedEdges().map((edge) => {
    const from = edge.source().data("name"), to = edge.target().data("name");
    return edge.hasClass("opposes") ? `${from} and ${to} contradict each other` : `${from} is said to give ${to}: ${edge.data("told")}`;
  });
  return `${node.data("name")}: ${lines.slice(0, 12).join("; ")}${lines.length > 12 ? "; …" : ""}`;
}

// The names of a ring stand outside it.
function outwards(cy) {
  const box = cy.nodes().boundingBox({ includeLabels: false });
  const middle = (box.x1 + box.x2) / 2, half = (box.x2 - box.x1) / 2 || 1, centre = (box.y1 + box.y2) / 2;
  cy.nodes().forEach((node) => {
    const across = (node.position("x") - middle) / half;
    const side = across > 0.35 ? "right" : across < -0.35 ? "left" : "center";
    const level = side !== "center" ? "center" : node.position("y") < centre ? "top" : "bottom";
    node.style({ "text-halign": side, "text-valign": level, "text-margin-x": side === "right" ? 5 : side === "left" ? -5 : 0, "text-margin-y": level === "top" ? -4 : level === "bottom" ? 4 : 0 });
  });
}

async function board(area) {
  const answer = await fetch(area.dataset.network);
  if (!answer.ok) return;
  const { network } = await answer.json();
  area.hidden = false;
  const cy = window.cytoscape({
    container: area.querySelector(".canvas"), elements: elements(network), style: looks(), userZoomingEnabled: false, boxSelectionEnabled: false,
    layout: { name: "circle", padding: 30, radius: 40 + 16 * network.parties.length },
  });
  if (network.parties.length > ROUND) cy.layout({
    name: "cose", animate: false, randomize: false, padding: 24, nodeDimensionsIncludeLabels: true, componentSpacing: 60, nodeOverlap: 30,
    nodeRepulsion: () => 400000, idealEdgeLength: () => 90, edgeElasticity: () => 80, gravity: 0.4, numIter: 1500,
  }).run();
  const scale = Math.max(1, LEGIBLE / cy.zoom());
  cy.style(looks(scale));
  if (network.parties.length <= ROUND) outwards(cy);
  cy.fit(undefined, 24);
  const picked = area.querySelector(".picked");
  cy.on("select", "node", (event) => {
    const near = event.target.closedNeighborhood();
    cy.elements().not(near).addClass("faded");
    picked.textContent = told(event.target);
  });
  cy.on("unselect", "node", () => { cy.elements().removeClass("faded"); picked.textContent = ""; });
  const middle = () => ({ x: cy.width() / 2, y: cy.height() / 2 });
  for (const button of area.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => cy.zoom({ level: cy.zoom() * Number(button.dataset.zoom), renderedPosition: middle() }));
  }
  area.querySelector("[data-fit]").addEventListener("click", () => cy.fit(undefined, 30));
  area.querySelector("[data-network-png]").addEventListener("click", async () => {
    const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
    keep(await cy.png({ output: "blob-promise", full: true, scale: 3, bg: paper }), "sayso-parties.png");
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(looks(scale)));
  area.board = cy;
}

// What is drawn anew when a filter changes is made ready like what was there at first.
function ready() {
  for (const button of document.querySelectorAll("button[data-png]:not([data-ready])")) {
    button.dataset.ready = "";
    button.hidden = false;
    button.addEventListener("click", () => asPng(button.dataset.png, button.dataset.name));
  }
  for (const area of document.querySelectorAll("[data-network]:not([data-ready])")) {
    area.dataset.ready = "";
    if (window.cytoscape) board(area);
  }
}
ready();
new MutationObserver(ready).observe(document.querySelector("main"), { childList: true, subtree: true });
