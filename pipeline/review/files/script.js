"use strict";
(function () {
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const data = by("data") ? JSON.parse(by("data").textContent) : { cards: [], words: {} };
  const kept = {
    get(name) { try { return localStorage.getItem(name); } catch (e) { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch (e) { /* files may keep nothing */ } },
  };
  const words = (name) => (data.words[name] || {})[root.dataset.tongue] || "";

  // language: both are in the page, attributes carry both
  function speak(tongue) {
    root.dataset.tongue = tongue;
    root.lang = tongue;
    for (const own of all("[data-says]")) {
      own.setAttribute(own.dataset.says, own.dataset[tongue]);
      if (own.dataset.says === "label") { own.textContent = own.dataset[tongue]; }
    }
    kept.set("siljeok-tongue", tongue);
    filter();
  }
  by("tongue").addEventListener("click", () => speak(root.dataset.tongue === "ko" ? "en" : "ko"));

  by("theme").addEventListener("click", () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    kept.set("siljeok-theme", root.dataset.theme);
  });
  by("print").addEventListener("click", () => {
    all("details").forEach((own) => { own.open = true; });
    window.print();
  });

  // judgements: what each writes is collected, nothing is sent
  const said = new Map();
  const cards = all(".card");
  function judge(card, what) {
    const again = said.get(card) === what;
    if (again) { said.delete(card); } else { said.set(card, what); }
    card.classList.toggle("done", !again);
    card.dataset.said = again ? "" : what;
    for (const button of all(".verdict button", card)) {
      button.setAttribute("aria-pressed", String(!again && button.dataset.say === what));
    }
    collect();
    if (!again) { move(card, 1); }
  }
  function collect() {
    by("panel").hidden = said.size === 0;
    by("judged-number").textContent = String(said.size);
    for (const part of all("section[data-kind]", by("panel"))) {
      const kind = part.dataset.kind;
      const own = cards.filter((card) => said.get(card) === kind);
      part.hidden = own.length === 0;
      part.querySelector("textarea").value =
        own.map((card) => data.cards[Number(card.dataset.card)][kind]).join("\n");
    }
  }
  function move(from, step) {
    const next = cards[Math.min(Math.max(cards.indexOf(from) + step, 0), cards.length - 1)];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "start" }); }
  }
  for (const card of cards) {
    all(".verdict button", card).forEach((button) => {
      button.addEventListener("click", () => judge(card, button.dataset.say));
    });
  }
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || by("whole") && by("whole").open) { return; }
    if (at.matches("input, textarea, select")) { if (event.key === "Escape") { at.blur(); } return; }
    const card = at.closest(".card");
    const keys = { 1: "accepted", 2: "corrections", 3: "later" };
    if (card && keys[event.key]) { judge(card, keys[event.key]); event.preventDefault(); }
    if (event.key === "j" || event.key === "k") {
      if (card) { move(card, event.key === "j" ? 1 : -1); } else { move(null, event.key === "j" ? 1 : 0); }
      event.preventDefault();
    }
    if (event.key === "/" && by("find")) { by("find").focus(); event.preventDefault(); }
  });
  if (by("panel")) {
    by("hide").addEventListener("click", () => { by("panel").hidden = true; });
    for (const part of all("section[data-kind]", by("panel"))) {
      const area = part.querySelector("textarea");
      part.querySelector(".copy").addEventListener("click", () => {
        area.select();
        const done = navigator.clipboard ? navigator.clipboard.writeText(area.value) : Promise.reject();
        done.catch(() => document.execCommand("copy")).then(() => { by("count") && (by("count").textContent = words("copied")); });
      });
      part.querySelector(".save").addEventListener("click", () => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([area.value], { type: "text/plain" }));
        link.download = part.dataset.kind === "accepted" ? "accepted.toml" : data.corrections.split("/").pop();
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      });
    }
  }

  // a click on a cut-out shows the page with its boxes
  const SVG = "http://www.w3.org/2000/svg";
  for (const look of all(".look")) {
    look.addEventListener("click", () => {
      const whole = document.createElementNS(SVG, "svg");
      whole.setAttribute("viewBox", `0 0 ${look.dataset.w} ${look.dataset.h}`);
      const drawn = look.querySelector(".cut:not(.head)") || look.querySelector("svg");
      Array.from(drawn.children).forEach((part) => whole.appendChild(part.cloneNode(true)));
      by("sheet").replaceChildren(whole);
      by("whole").showModal();
    });
  }

  // the tree: found by words and by what its figures are
  const rows = all(".prog");
  const texts = rows.map((row) => row.textContent.toLowerCase());
  function fits(row, text, wanted) {
    if (wanted.words && !wanted.words.every((word) => text.includes(word))) { return false; }
    if (wanted.area && row.closest(".area").dataset.area !== wanted.area) { return false; }
    if (!wanted.unit && !wanted.measure && !wanted.verdict) { return true; }
    return all(".q", row).some((q) =>
      (!wanted.unit || q.dataset.u === wanted.unit) &&
      (!wanted.measure || q.dataset.m === wanted.measure) &&
      (!wanted.verdict || q.dataset.v === wanted.verdict));
  }
  function filter() {
    if (!by("filter")) { return; }
    const wanted = {
      words: by("find").value.toLowerCase().split(/\s+/).filter(Boolean),
      area: by("area").value, unit: by("unit").value,
      measure: by("measure").value, verdict: by("verdict").value,
    };
    let shown = 0;
    rows.forEach((row, k) => { row.hidden = !fits(row, texts[k], wanted); shown += row.hidden ? 0 : 1; });
    for (const part of all(".group, .area")) { part.hidden = !part.querySelector(".prog:not([hidden])"); }
    by("count").textContent = shown ? words("shown").replace("{number}", shown.toLocaleString()) : words("none_shown");
  }
  if (by("filter")) {
    by("filter").addEventListener("input", filter);
    by("filter").addEventListener("submit", (event) => event.preventDefault());
  }

  if (kept.get("siljeok-theme")) { root.dataset.theme = kept.get("siljeok-theme"); }
  speak(kept.get("siljeok-tongue") || "ko");
})();
