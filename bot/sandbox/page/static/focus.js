// Where the keyboard is: kept when what it stands on is drawn anew, or was behind a window that closes.
export function keepingFocus(change) {
  const path = pathTo(document.activeElement);
  change();
  returnTo(path);
}

export function pathTo(element) {
  if (!element?.dataset?.actionId) return null;
  const key = element.closest("[data-key]")?.dataset.key;
  const item = key ? `[data-key="${CSS.escape(key)}"] ` : "";
  return `${item}[data-action-id="${CSS.escape(element.dataset.actionId)}"]`;
}

export function returnTo(path) {
  if (path && document.activeElement === document.body) document.querySelector(path)?.focus();
}

export function shut(menu) {
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (inside) menu.querySelector("summary").focus();
}
