// Data tables: a heading sorts, and long ones turn pages. Found again whenever a message arrives.
export function startTables() {
  prepareAll();
  new MutationObserver(prepareAll).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", (event) => {
    const heading = event.target.closest("button.sort");
    if (heading) sort(heading.closest("th"));
    const turn = event.target.closest("button[data-turn]");
    if (turn) turnPage(turn.closest(".data-table"), Number(turn.dataset.turn));
  });
}

function prepareAll() {
  document.querySelectorAll(".data-table:not([data-page])").forEach((box) => {
    box.dataset.page = "0";
    if (rowsOf(box).length > pageSize(box)) box.append(pager(box));
    showPage(box);
  });
}

function pager() {
  const bar = document.createElement("div");
  bar.className = "pager";
  const [back, on] = [button("‹", "Previous rows", -1), button("›", "Next rows", 1)];
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  bar.append(said, back, on);
  return bar;
}

function button(sign, label, turn) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet";
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  made.dataset.turn = turn;
  return made;
}

function rowsOf(box) {
  return [...box.querySelector("tbody").rows];
}

function pageSize(box) {
  return Number(box.querySelector("table").dataset.pageSize);
}

function turnPage(box, by) {
  const last = Math.ceil(rowsOf(box).length / pageSize(box)) - 1;
  box.dataset.page = String(Math.min(Math.max(Number(box.dataset.page) + by, 0), last));
  showPage(box);
}

function showPage(box) {
  const rows = rowsOf(box);
  const first = Number(box.dataset.page) * pageSize(box);
  const end = Math.min(first + pageSize(box), rows.length);
  rows.forEach((row, index) => (row.hidden = index < first || index >= end));
  const bar = box.querySelector(".pager");
  if (!bar) return;
  bar.querySelector("span").textContent = `${first + 1}–${end} of ${rows.length}`;
  bar.querySelector("[data-turn='-1']").disabled = first === 0;
  bar.querySelector("[data-turn='1']").disabled = end === rows.length;
}

function sort(heading) {
  const box = heading.closest(".data-table");
  const downNext = heading.getAttribute("aria-sort") === "ascending";
  for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", downNext ? "descending" : "ascending");
  const column = heading.cellIndex;
  const rows = rowsOf(box).sort((one, other) => compare(one.cells[column], other.cells[column]));
  box.querySelector("tbody").append(...(downNext ? rows.reverse() : rows));
  box.dataset.page = "0";
  showPage(box);
}

function compare(one, other) {
  if (one.dataset.value !== undefined && other.dataset.value !== undefined) {
    return Number(one.dataset.value) - Number(other.dataset.value);
  }
  return one.textContent.localeCompare(other.textContent, "en", { numeric: true });
}
