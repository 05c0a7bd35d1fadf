// The app's shortcuts, beside the box to type in and under messages, and the workflow that runs a step of it.
import { shut } from "./focus.js";
import { post, toast } from "./post.js";

export function startShortcuts() {
  document.addEventListener("click", (event) => {
    const shortcut = event.target.closest("[data-shortcut]");
    if (shortcut) start(shortcut);
    const step = event.target.closest("[data-step]");
    if (step) {
      shut(step.closest("details"));
      document.getElementById(step.dataset.step).showModal();
    }
    if (event.target.closest("[data-close-step]")) event.target.closest("dialog").close();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".step-form")) return;
    event.preventDefault();
    run(event.target);
  });
}

function start(shortcut) {
  const { person, channel } = document.body.dataset;
  const ts = shortcut.closest("[data-ts]")?.dataset.ts;
  shut(shortcut.closest("details"));
  return post("/page/shortcut", { person, channel: ts && channel, ts, callback_id: shortcut.dataset.shortcut });
}

async function run(form) {
  const fields = Object.fromEntries(new FormData(form));
  const { person } = document.body.dataset;
  form.closest("dialog").close();
  toast("The workflow runs…");
  if (await post("/page/step", { ...fields, person })) toast("The workflow ran to its end.");
}
