"use strict";
// What the desk adds where scripts run: keys, boxes and statements that light each other up, drawing a box, panning,
// selecting text, and the next case's picture fetched ahead. Everything else works by links and forms.

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
let frozen = false;

function reveal() {
  all("[data-action][hidden]").forEach((button) => { button.hidden = false; });
  const ahead = one("#case")?.dataset.ahead;
  if (ahead) new Image().src = ahead;
  if (frozen) one('[data-action="freeze"]')?.setAttribute("aria-pressed", "true");
}

// Statements and boxes -----------------------------------------------------------------------------------------------

function light(key) {
  all("[data-lit]").forEach((lit) => lit.removeAttribute("data-lit"));
  all(`[data-statement="${CSS.escape(key)}"]`).forEach((part) => part.setAttribute("data-lit", ""));
  const box = document.getElementById(key), row = document.getElementById(`row-${key}`);
  if (box && !frozen) box.scrollIntoView({ block: "center", inline: "center" });
  if (row && row.closest("details")?.open) row.scrollIntoView({ block: "nearest" });
}

function statement(number) {
  const boxes = all("#stage a[data-statement]");
  const chosen = boxes[number - 1];
  if (chosen) { chosen.focus({ preventScroll: true }); light(chosen.dataset.statement); }
}

// The page: zoom, pan, text, drawing ---------------------------------------------------------------------------------

function zoom(by) {
  all(".stage").forEach((stage) => {
    const now = Number(/zoom-(\d)/.exec(stage.className)?.[1] ?? 1);
    const next = Math.min(Math.max(now + by, 1), 4);
    const middle = (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight;
    stage.className = stage.className.replace(/zoom-\d/, `zoom-${next}`);
    stage.scrollTop = middle * stage.scrollHeight - stage.clientHeight / 2;
  });
}

async function select() {
  const stage = one("#stage"), words = stage && one(".words", stage);
  if (!words) return;
  stage.classList.toggle("selecting");
  if (words.childElementCount || !words.dataset.words) return;
  const answer = await fetch(words.dataset.words);
  for (const [text, left, top, right, bottom] of await answer.json()) {
    const word = document.createElementNS("http://www.w3.org/2000/svg", "text");
    const place = { class: "word", x: left, y: bottom, "font-size": (bottom - top) * 0.95, textLength: right - left };
    Object.entries(place).forEach(([name, value]) => word.setAttribute(name, value));
    word.textContent = `${text} `;
    words.append(word);
  }
}

function points(svg, event) {
  const layer = one("g", svg), at = new DOMPoint(event.clientX, event.clientY);
  return at.matrixTransform(layer.getScreenCTM().inverse());
}

function draw() {
  const stage = one("#stage"), svg = stage && one("svg", stage);
  if (!svg) return;
  stage.classList.add("drawing");
  let start = null, drawn = null;
  const move = (event) => {
    if (!start) return;
    const now = points(svg, event);
    const [left, top] = [Math.min(start.x, now.x), Math.min(start.y, now.y)];
    const size = { x: left, y: top, width: Math.abs(now.x - start.x), height: Math.abs(now.y - start.y) };
    Object.entries(size).forEach(([name, value]) => drawn.setAttribute(name, value.toFixed(1)));
  };
  const down = (event) => {
    event.preventDefault();
    start = points(svg, event);
    drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    drawn.setAttribute("class", "drawn");
    one("g", svg).append(drawn);
  };
  const up = () => {
    stage.classList.remove("drawing");
    svg.removeEventListener("pointerdown", down);
    svg.removeEventListener("pointermove", move);
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(drawn.getAttribute(name)));
    one("[data-box]").value = [x, y, x + width, y + height].map((side) => side.toFixed(1)).join(" ");
    one('#correct button[value="box"]').click();
  };
  svg.addEventListener("pointerdown", down);
  svg.addEventListener("pointermove", move);
  svg.addEventListener("pointerup", up, { once: true });
}

function pan(event) {
  const stage = event.target.closest?.(".stage");
  if (!stage || event.button !== 0 || stage.classList.contains("drawing") || stage.classList.contains("selecting")) return;
  const from = { x: event.clientX + stage.scrollLeft, y: event.clientY + stage.scrollTop };
  const move = (now) => stage.scrollTo(from.x - now.clientX, from.y - now.clientY);
  addEventListener("pointermove", move);
  addEventListener("pointerup", () => removeEventListener("pointermove", move), { once: true });
}

// Keys ---------------------------------------------------------------------------------------------------------------

function unfold(id, field) {
  const part = document.getElementById(id);
  if (!part) return;
  part.open = true;
  part.scrollIntoView({ block: "center" });
  one(field, part)?.focus();
}

function walk(by) {
  const rows = all("table[data-list] tbody tr");
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.hasAttribute("data-current"));
  const next = rows[Math.min(Math.max(now + by, 0), rows.length - 1)];
  rows.forEach((row) => row.removeAttribute("data-current"));
  next.setAttribute("data-current", "");
  one("a.open", next).focus();
  next.scrollIntoView({ block: "nearest" });
}

const actions = {
  help: () => one("#keys")?.showModal(),
  larger: () => zoom(1), smaller: () => zoom(-1), select, draw,
  freeze: () => { frozen = !frozen; all('[data-action="freeze"]').forEach((button) => button.setAttribute("aria-pressed", String(frozen))); },
};

const keys = {
  "?": actions.help, "+": actions.larger, "=": actions.larger, "-": actions.smaller, s: select, f: actions.freeze,
  j: () => walk(1), k: () => walk(-1),
  x: () => one("tr[data-current] input[type=checkbox]")?.click(),
  "/": () => one("#search")?.focus(),
  t: () => one('form[action="/take"] button')?.click(),
  e: () => unfold("values", "select"), m: () => unfold("ask", "textarea"), c: () => unfold("comment", "textarea"),
  a: () => unfold("assign", "input:not([type=hidden])"),
};

function press(event) {
  if (document.body.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, select, textarea, [contenteditable], dialog[open]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  const marked = one(`[data-key="${CSS.escape(event.key)}"]`);
  const act = keys[event.key] ?? (/^[1-9]$/.test(event.key) ? () => statement(Number(event.key)) : null);
  if (!marked && !act) return;
  event.preventDefault();
  if (marked) { if (!marked.disabled) marked.click(); } else act();
}

function click(event) {
  const action = event.target.closest?.("[data-action]");
  if (action && actions[action.dataset.action]) {
    event.preventDefault();
    actions[action.dataset.action]();
    return;
  }
  const said = event.target.closest?.("[data-statement]");
  if (said) { event.preventDefault(); light(said.dataset.statement); }
}

// Files dropped or chosen are sent one after another, each with its own bar.
async function send(form, files) {
  const list = one("[data-sent]", form);
  for (const file of files) {
    const row = document.createElement("li"), bar = document.createElement("progress");
    row.append(`${file.name} `, bar);
    list.append(row);
    const data = new FormData(form);
    data.delete("files");
    data.append("files", file, file.name);
    await new Promise((done) => {
      const request = new XMLHttpRequest();
      request.upload.onprogress = (event) => { if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; } };
      request.onloadend = () => { row.textContent = `${file.name}: ${request.status === 200 ? request.responseText : request.status || "–"}`; done(); };
      request.open("POST", form.action);
      request.setRequestHeader("HX-Request", "true");
      request.send(data);
    });
  }
}

function dropping(zone) {
  const form = zone.closest("form"), chooser = one('input[type="file"]', form);
  ["dragover", "dragleave", "drop"].forEach((kind) => zone.addEventListener(kind, (event) => {
    event.preventDefault();
    zone.classList.toggle("over", kind === "dragover");
    if (kind === "drop") send(form, event.dataTransfer.files);
  }));
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form, chooser.files); });
}

addEventListener("keydown", press);
addEventListener("click", click);
addEventListener("pointerdown", pan);
document.addEventListener("htmx:after:swap", () => { reveal(); one("#case h1")?.scrollIntoView({ block: "nearest" }); });
addEventListener("DOMContentLoaded", () => {
  reveal();
  all("[data-drop]").forEach(dropping);
  const code = one("[data-code]");
  if (code && location.hash.length > 1) { code.value = decodeURIComponent(location.hash.slice(1)); history.replaceState(null, "", location.pathname); }
});
