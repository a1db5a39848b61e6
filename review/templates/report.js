"use strict";
const filters = document.getElementById("filters");
const findings = Array.from(document.querySelectorAll(".finding"));
const texts = new Map(findings.map((finding) => [finding, finding.textContent.toLowerCase()]));

function show() {
  const words = filters.elements.words.value.toLowerCase().split(/\s+/);
  const code = filters.elements.code.value;
  const severity = filters.elements.severity.value;
  let shown = 0;
  for (const finding of findings) {
    const fits = (!code || finding.dataset.code === code)
      && (!severity || finding.dataset.severity === severity)
      && words.every((word) => texts.get(finding).includes(word));
    finding.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  filters.elements.count.value = `${shown} of ${findings.length} shown`;
}

function choose(code) {
  filters.reset();
  filters.elements.code.value = code;
  show();
}

if (filters) {
  filters.hidden = false;
  filters.addEventListener("input", show);
  filters.addEventListener("reset", () => setTimeout(show));
  filters.addEventListener("submit", (event) => event.preventDefault());
  for (const link of document.querySelectorAll("a[data-code]")) {
    link.addEventListener("click", () => choose(link.dataset.code));
  }
  show();
}
// What is folded away on the screen belongs on paper.
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
