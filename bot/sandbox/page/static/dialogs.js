// What opens in front of the page: an enlarged picture, a question, a modal of the app.
import { pathTo, returnTo } from "./focus.js";
import { post } from "./post.js";

export function startLightbox() {
  const box = document.getElementById("lightbox");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.enlarge");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const picture = link.querySelector("img");
    const enlarged = box.querySelector("img");
    enlarged.src = picture.src;
    enlarged.alt = picture.alt;
    box.showModal();
  });
  box.addEventListener("click", () => box.close());
  const modal = document.getElementById("modal");
  modal.addEventListener("cancel", (event) => {
    event.preventDefault(); // the app is told, and the workspace then takes it away
    const view = modal.querySelector("[data-view]");
    if (!view || view.dataset.closing) return; // a browser may say it twice for one key
    view.dataset.closing = "yes";
    post("/page/close", { person: document.body.dataset.person, view: view.dataset.view });
  });
}

export function ask({ confirmTitle, confirmText, confirmYes, confirmNo, confirmStyle }) {
  if (!confirmTitle && !confirmText) return Promise.resolve(true);
  const box = document.getElementById("confirm");
  box.querySelector("h2").textContent = confirmTitle ?? "";
  box.querySelector("p").textContent = confirmText ?? "";
  const [no, yes] = box.querySelectorAll("button");
  yes.textContent = confirmYes ?? "OK";
  no.textContent = confirmNo ?? "Cancel";
  yes.className = `button ${confirmStyle ?? "primary"}`;
  box.returnValue = "no";
  box.showModal();
  return new Promise((answer) => box.addEventListener("close", () => answer(box.returnValue === "yes"), { once: true }));
}

let opener;
export function showModal() {
  const box = document.getElementById("modal");
  const view = box.querySelector("[data-view]");
  if (view && !box.open) {
    opener = pathTo(document.activeElement);
    box.showModal();
  }
  if (!view && box.open) {
    box.close();
    returnTo(opener);
  }
}
