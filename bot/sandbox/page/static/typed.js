// Menus whose offers the app makes for what is typed: asked for while typing, chosen by mouse or keyboard.
import { act, where } from "./acting.js";

const PAUSE = 150; // milliseconds without a key before the app is asked
const SELECTOR = ".typed > input";
let waiting;
let asked = 0;

export function startTyped() {
  document.addEventListener("input", (event) => {
    if (event.target.matches(SELECTOR)) later(event.target);
  });
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches(SELECTOR)) return;
    event.target.select();
    offer(event.target, "");
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches(SELECTOR)) hide(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.(SELECTOR) && key(event.target, event.key)) event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest(".typed [role=option]");
    if (!option) return;
    event.preventDefault(); // the field keeps the focus
    choose(option.closest(".typed").querySelector("input"), option);
  });
}

function later(field) {
  hide(field); // what was offered for other words is no offer any more
  waiting = setTimeout(() => offer(field, field.value), PAUSE);
}

async function offer(field, typed) {
  const list = field.nextElementSibling;
  if (typed.length < Number(field.dataset.least)) return hide(field);
  const question = ++asked;
  const form = new URLSearchParams({ ...where(field), action_id: field.dataset.actionId, value: typed });
  const reply = await fetch("/page/suggest", { method: "POST", body: form });
  const { options = [] } = reply.ok ? await reply.json() : {};
  if (document.activeElement !== field || question !== asked) return;
  list.replaceChildren(...options.map(drawn));
  list.hidden = options.length === 0;
  field.setAttribute("aria-expanded", String(options.length > 0));
  list.scrollIntoView({ block: "nearest" });
}

function drawn(option, index) {
  const item = document.createElement("li");
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.id = `offer-${index}`;
  item.dataset.value = option.value;
  item.textContent = option.text.text;
  return item;
}

function hide(field) {
  clearTimeout(waiting);
  asked += 1;
  field.nextElementSibling.hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function choose(field, option) {
  field.value = option.textContent;
  field.dataset.value = option.dataset.value;
  hide(field);
  act(field);
}

function key(field, name) {
  const options = [...field.nextElementSibling.children];
  const active = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const open = !field.nextElementSibling.hidden;
  if (name === "Escape" && open) hide(field);
  else if (name === "Enter" && open && active >= 0) choose(field, options[active]);
  else if (name === "Enter") return true; // a form is not sent by choosing
  else if (name === "ArrowDown" && open) mark(field, options, (active + 1) % options.length);
  else if (name === "ArrowUp" && open) mark(field, options, (active - 1 + options.length) % options.length);
  else if (name === "ArrowDown") later(field);
  else return false;
  return true;
}

function mark(field, options, at) {
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  options[at].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", options[at].id);
}
