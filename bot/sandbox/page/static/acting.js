// Buttons, menus, dates and fields of the app, in messages, on the Home tab and in modals.
import { ask } from "./dialogs.js";
import { shut } from "./focus.js";
import { post } from "./post.js";

const PRESSED = new Set(["button", "workflow_button", "overflow", "feedback_buttons", "icon_button"]);

const SEARCHED = "[role=combobox]"; // what is typed there is no choice yet

export function startActing() {
  document.addEventListener("click", (event) => {
    const element = event.target.closest("[data-act]");
    if (element && PRESSED.has(element.dataset.act)) press(element);
    const open = document.querySelectorAll("details.menu[open]");
    for (const menu of open) if (!menu.contains(event.target) || element) shut(menu);
    if (event.target.closest("[data-close-view]")) closeView(event.target);
  });
  document.addEventListener("change", (event) => {
    const element = event.target.closest("[data-act]");
    if (element && !PRESSED.has(element.dataset.act) && !element.matches(SEARCHED)) act(element);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-view]")) return;
    event.preventDefault();
    submitView(event.target);
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.menu[open]")) fit(event.target.querySelector(".menu-list"));
  }, true);
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (event.key === "Escape" && menu) shut(menu);
  });
}

function fit(list) {
  const beyond = list.getBoundingClientRect().right + 8 - document.documentElement.clientWidth;
  if (beyond > 0) list.style.translate = `${-beyond}px`;
  list.scrollIntoView({ block: "nearest" });
}

async function press(element) {
  if (element.getAttribute("aria-busy")) return;
  element.setAttribute("aria-busy", "true");
  await act(element);
  element.removeAttribute("aria-busy");
}

export async function act(element) {
  if (!(await ask(element.dataset))) return;
  await post("/page/act", {
    ...where(element),
    action_id: element.dataset.actionId,
    block_id: element.closest("[data-block-id]")?.dataset.blockId,
    value: chosen(element),
  });
}

export function where(element) {
  const person = document.body.dataset.person;
  const view = element.closest("[data-view]");
  if (view) return { person, view: view.dataset.view };
  return { person, channel: document.body.dataset.channel, ts: element.closest("[data-ts]")?.dataset.ts };
}

function chosen(element) {
  if (element.matches("select[multiple]")) return [...element.selectedOptions].map((option) => option.value);
  if (element.matches("fieldset")) return [...element.querySelectorAll(":checked")].map((box) => box.value);
  if (element.type === "datetime-local") return String(Math.floor(new Date(element.value).getTime() / 1000));
  return element.dataset.value ?? element.value;
}

async function submitView(form) {
  if (document.activeElement?.matches("[data-act]")) document.activeElement.blur();
  const fields = form.querySelectorAll("input[data-act], textarea[data-act]");
  for (const field of fields) if (field.value && !field.matches(SEARCHED)) await act(field); // what was typed last may not have been sent yet
  await post("/page/submit", where(form));
}

function closeView(button) {
  return post("/page/close", where(button));
}
