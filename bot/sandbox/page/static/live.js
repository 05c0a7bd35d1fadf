// Keeps the page as the workspace is: waits for a change, fetches the parts that change, and puts in only what
// differs, so that focus, open menus, a table's page and the place one is reading stay.
import { showModal } from "./dialogs.js";
import { keepingFocus } from "./focus.js";

const NEAR = 80; // pixels from the bottom that still count as being there
const body = document.body;

export function startLive() {
  for (const scroll of document.querySelectorAll(".scroll")) {
    scroll.addEventListener("scroll", () => (scroll.dataset.up = isAtBottom(scroll) ? "" : "yes"));
    scroll.addEventListener("load", () => follow(scroll), true); // a picture that arrives makes the list longer
    follow(scroll);
  }
  markUnread();
  showModal();
  listen();
}

async function listen() {
  let version = body.dataset.version;
  for (;;) {
    try {
      const reply = await fetch(`/page/changes?since=${version}`);
      const now = String((await reply.json()).version);
      if (now === version) continue;
      await refresh();
      version = now;
      body.classList.remove("offline");
    } catch {
      body.classList.add("offline");
      await new Promise((wake) => setTimeout(wake, 1000));
    }
  }
}

async function refresh() {
  const { person, channel, thread, home } = body.dataset;
  const words = new URLSearchParams({ as: person });
  if (thread) words.set("thread", thread);
  if (home !== undefined) words.set("home", "");
  const reply = await fetch(`/c/${channel}/messages?${words}`);
  if (!reply.ok) throw new Error(reply.status);
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const region of fresh.querySelectorAll("[data-live]")) {
    const shown = document.getElementById(region.id);
    if (shown) replaced(shown, region);
  }
  document.querySelectorAll(".scroll").forEach(follow);
  markUnread();
  showModal();
}

function replaced(shown, fresh) {
  const list = shown.querySelector("[data-list]");
  if (list) {
    merge(list, fresh.querySelector("[data-list]"));
    const start = shown.querySelector(".start");
    if (start && start.innerHTML !== fresh.querySelector(".start").innerHTML) start.replaceWith(fresh.querySelector(".start"));
  } else if (signature(shown) !== signature(fresh)) {
    keepingFocus(() => shown.replaceChildren(...fresh.childNodes));
  }
}

// A view that kept its version keeps what is being typed into it.
function signature(region) {
  const view = region.querySelector("[data-view]");
  return view ? view.dataset.view + view.dataset.version : region.innerHTML;
}

function merge(list, fresh) {
  const before = new Map([...list.children].map((item) => [item.dataset.key, item]));
  let place = null;
  for (const item of [...fresh.children]) {
    const old = before.get(item.dataset.key);
    before.delete(item.dataset.key);
    let kept = old;
    if (!old || old.dataset.version !== item.dataset.version) {
      kept = item;
      if (old) keepingFocus(() => old.replaceWith(item));
    }
    const next = place ? place.nextSibling : list.firstChild;
    if (kept !== next) list.insertBefore(kept, next);
    place = kept;
  }
  for (const gone of before.values()) gone.remove();
}

function follow(scroll) {
  if (!scroll.dataset.up && scroll.querySelector("[data-list]")) scroll.scrollTop = scroll.scrollHeight;
}

function isAtBottom(scroll) {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
}

function markUnread() {
  for (const place of document.querySelectorAll("[data-place]")) {
    const key = `read/${body.dataset.person}/${place.dataset.place}`;
    const latest = place.dataset.latest;
    const isNew = sessionStorage.getItem(key) === null; // what was said before one came is not news
    if (isNew || place.dataset.place === body.dataset.channel) sessionStorage.setItem(key, latest);
    place.classList.toggle("unread", Number(latest) > Number(sessionStorage.getItem(key)));
  }
}
