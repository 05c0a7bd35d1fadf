// Sending to the workspace, and saying so when it did not work.
const SAID = {
  dispatch_failed: "The app is not connected right now, so nothing happened. Is the bot still running?",
  operation_timeout: "The app did not answer within three seconds. Try again.",
};
// The workspace itself says these in the channel, as Slack does.
const SAID_IN_CHANNEL = new Set(["unknown_command", "not_in_threads", "incomplete"]);

export async function post(address, fields) {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) if (one !== undefined && one !== null) form.append(name, one);
  }
  try {
    const reply = await fetch(address, { method: "POST", body: form, headers: { Accept: "application/json" } });
    const { error } = await reply.json();
    if (error && !SAID_IN_CHANNEL.has(error) && address !== "/page/send") toast(SAID[error] ?? error);
    return !error;
  } catch {
    toast("The workspace does not answer. Is it still running?");
    return false;
  }
}

let fading;
export function toast(words) {
  const box = document.getElementById("toast");
  box.textContent = words;
  box.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => box.classList.remove("shown"), 6000);
}
