// The box to type in: Enter sends, Shift+Enter breaks the line, and a command is completed as it is typed.
import { post } from "./post.js";

const SHOWN_AT_MOST = 8;

export function startComposers() {
  document.querySelectorAll("form.composer").forEach(start);
}

function start(form) {
  const box = form.elements.text;
  const list = form.querySelector("[role=listbox]");
  const completion = list ? completing(box, list) : null;

  box.addEventListener("input", () => {
    grow(box);
    completion?.show();
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || completion?.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  box.addEventListener("blur", () => completion?.hide());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form));
    if (!fields.text.trim()) return;
    box.value = "";
    grow(box);
    completion?.hide();
    const scroll = form.parentElement.querySelector(".scroll");
    if (scroll) scroll.dataset.up = "";
    post("/page/send", fields).then((sent) => remember(box, fields.text, sent));
  });
  grow(box);
}

function remember(box, words, sent) {
  box.dataset.last = words;
  if (!sent && !navigator.onLine && !box.value) box.value = words;
}

function grow(box) {
  box.parentElement.classList.toggle("filled", box.value.trim() !== "");
  box.rows = Math.min(Math.max(box.value.split("\n").length, 1), 8);
}

function completing(box, list) {
  const options = [...list.querySelectorAll("[role=option]")];
  let active = null;

  function choose(option) {
    active?.setAttribute("aria-selected", "false");
    active = option;
    active?.setAttribute("aria-selected", "true");
    active?.scrollIntoView({ block: "nearest" });
    if (active) box.setAttribute("aria-activedescendant", active.id);
    else box.removeAttribute("aria-activedescendant");
  }

  function show() {
    let count = 0;
    for (const option of options) option.hidden = !fits(option, box.value) || ++count > SHOWN_AT_MOST;
    choose(null);
    list.hidden = count === 0;
    box.setAttribute("aria-expanded", String(count > 0));
  }

  function hide() {
    choose(null);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  }

  function fill(option) {
    box.value = option.dataset.fills;
    grow(box);
    show();
    if (option.dataset.kind === "example") hide();
    box.focus();
  }

  function step(by) {
    const shown = options.filter((option) => !option.hidden);
    const from = shown.indexOf(active);
    choose(shown[(from + by + shown.length + (from < 0 && by < 0 ? 1 : 0)) % shown.length]);
  }

  function key(event) {
    if (list.hidden) {
      if (event.key === "ArrowUp" && !box.value && box.dataset.last) {
        box.value = box.dataset.last;
        return true;
      }
      return false;
    }
    const first = options.find((option) => !option.hidden);
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Escape") hide();
    else if (event.key === "Tab" && !event.shiftKey && box.value !== (active ?? first).dataset.fills) fill(active ?? first);
    else if (event.key === "Enter" && !event.shiftKey && active) fill(active);
    else return false;
    event.preventDefault();
    return true;
  }

  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the box keeps the focus
    const option = event.target.closest("[role=option]");
    if (option) fill(option);
  });
  return { show, hide, key };
}

function fits(option, typed) {
  const { fills, kind } = option.dataset;
  const words = typed.toLowerCase();
  if (!words.startsWith("/") || words.includes("\n")) return false;
  if (kind === "command") return !words.includes(" ") && fills.startsWith(words);
  const command = fills.slice(0, fills.indexOf(" ") + 1);
  if (!words.startsWith(command) || words === fills) return false;
  return words.slice(command.length).split(/\s+/).every((word) => fills.slice(command.length).includes(word));
}
