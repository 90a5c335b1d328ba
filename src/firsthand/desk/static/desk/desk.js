// What the desk does beyond reading. Every page reads without it.
"use strict";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

// The tab of the page that is open.
for (const tab of document.querySelectorAll(".tabs a")) {
  const own = new URL(tab.href).pathname;
  if (own === location.pathname || location.pathname.startsWith(own + "/")) {
    tab.setAttribute("aria-current", "page");
    tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 40; // on a phone they scroll
  }
}

// Light or dark.
const themes = document.querySelector("[data-themes]");
if (themes) {
  const press = (choice) => {
    for (const each of themes.children) each.setAttribute("aria-pressed", each.dataset.themeChoice === choice);
  };
  themes.hidden = false;
  press(document.documentElement.dataset.theme);
  themes.addEventListener("click", (event) => {
    const choice = event.target.dataset.themeChoice;
    if (!choice) return;
    document.cookie = `theme=${choice}; path=/; max-age=31536000; samesite=lax`;
    document.documentElement.dataset.theme = choice;
    press(choice);
  });
}

// A passkey can be asked for where the browser knows them.
const passkey = document.querySelector("[data-passkey]");
if (passkey && window.PublicKeyCredential) passkey.hidden = false;
document.addEventListener("allauth.error", (event) => {
  const failed = document.querySelector("[data-passkey-failed]");
  if (!failed) return;
  failed.hidden = false;
  event.preventDefault(); // a person who stops it makes no error
});

// What is asked for has the cursor as soon as it is opened: what is typed next is a reason, and no key.
document.addEventListener("click", (event) => {
  const ask = event.target.closest("details.ask > summary")?.parentElement;
  if (ask && !ask.open) setTimeout(() => ask.querySelector("input:not([type=hidden])").focus());
});
document.addEventListener("toggle", (event) => {
  if (event.target.matches("details.covered:not([open])")) {
    for (const player of event.target.querySelectorAll("[data-play]")) player.pause();
  }
}, true);

// Whoever hits a key twice decides once.
let sent = false;
document.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
  setTimeout(() => { sent = false; }, 10_000); // whoever stopped it may send it again
});
addEventListener("pageshow", () => { sent = false; });

// Keys: of the card that has the focus, else of the page.
const cards = [...document.querySelectorAll("[data-card]")];
const current = () => document.activeElement?.closest("[data-card]");
const move = (by) => {
  const at = cards.indexOf(current());
  const next = cards[Math.max(0, Math.min(cards.length - 1, at < 0 ? 0 : at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) {
    const ask = event.target.closest("details.ask");
    if (ask) { ask.open = false; (ask.closest("[data-card]") ?? ask.querySelector("summary")).focus(); }
    return;
  }
  if (sent || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const card = current() ?? document.querySelector("[data-page]") ?? null;
  if (event.key === "j" && cards.length) move(1);
  else if (event.key === "k" && cards.length) move(-1);
  else if (event.key === "o" && card?.dataset.open) location.href = card.dataset.open;
  else if (event.key === "t") { if (card?.dataset.trail) location.href = card.dataset.trail; else document.querySelector("#trail")?.scrollIntoView(); }
  else if (event.key === "p") {
    const cover = document.querySelector("details.covered");
    if (cards.length && card?.dataset.trail) location.href = card.dataset.trail.replace("#trail", "#heard");
    else if (cover && !cover.open) { cover.open = true; cover.querySelector("summary").focus(); }
    else { const player = cover?.querySelector("[data-play]"); if (player) player.paused ? player.play() : player.pause(); }
  } else {
    const key = (card ?? document).querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!key) return;
    key.click();
    key.closest("details.ask[open]")?.querySelector("input:not([type=hidden])").focus();
  }
  event.preventDefault();
});
if (cards.length) {
  const decided = Number(sessionStorage.getItem("queue-place") ?? 0);
  cards[Math.min(decided, cards.length - 1)].focus({ preventScroll: decided === 0 });
  for (const [place, card] of cards.entries()) card.addEventListener("submit", () => sessionStorage.setItem("queue-place", place));
}

// Files that are dropped.
const drop = document.querySelector("[data-drop]");
if (drop) {
  const input = drop.querySelector("input[type=file]");
  const list = () => {
    drop.querySelector("[data-chosen]").replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = file.name;
      return line;
    }));
  };
  for (const kind of ["dragover", "dragenter"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); input.files = event.dataTransfer.files; list(); });
  input.addEventListener("change", list);
}

// Words that are marked in the text, and what they are.
const marking = document.querySelector("[data-marking]");
if (marking) {
  marking.hidden = false;
  const text = document.querySelector("[data-text]");
  // Browsers count UTF-16 units, the archive code points.
  const place = (node, offset) => {
    const within = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    if (!within) return null;
    const range = document.createRange();
    range.setStart(within, 0);
    range.setEnd(node, offset);
    return Number(within.dataset.at) + [...range.toString()].length;
  };
  marking.addEventListener("mousedown", (event) => { if (event.target.closest("[data-mark]")) event.preventDefault(); });
  marking.addEventListener("click", (event) => {
    const kind = event.target.dataset.mark;
    const selection = getSelection();
    if (!kind || !selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset);
    const end = place(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    const words = document.querySelector(`#${kind}`);
    const at = document.querySelector(`[name=${kind}_at]`);
    const more = marking.querySelector("[data-mark-more]").checked && at.value;
    at.value = more ? `${at.value} ${start}-${end}` : `${start}-${end}`;
    words.value = more ? `${words.value}\n${selection}` : `${selection}`;
    words.dataset.marked = at.value;
  });
  // Who types over what was marked means what they typed.
  for (const words of document.querySelectorAll("textarea[name=content], textarea[name=source], textarea[name=cue]")) {
    const at = document.querySelector(`[name=${words.name}_at]`);
    const first = at.value;
    words.addEventListener("input", () => { at.value = first; });
  }
}
