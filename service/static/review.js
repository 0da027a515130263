// The review page: ties the source, the list of records, the forms and the keys together.
import { shownPlace, watchSource } from "./review_source.js";
import { watchList } from "./review_list.js";
import { closePlace, openEdit, openWhy, undo, mark } from "./review_edit.js";

const page = document.getElementById("review");
const list = page.querySelector(".list");
const told = document.getElementById("told");
const keysOn = document.getElementById("keys-on");

export function say(text) { told.textContent = text; }

const rows = watchList(list, page.dataset.home);
const source = watchSource(page, { chooseRecord });

function current() { return list.querySelector(".record.current"); }

function choose(row, { focus = true, source: withSource = true } = {}) {
  current()?.classList.remove("current");
  row.classList.add("current");
  row.scrollIntoView({ block: "nearest" });
  if (focus) row.focus({ preventScroll: true });
  const value = withSource && row.querySelector(".value");
  if (value) light(value);
  name(row);
}

// The address names the chosen record, so that it can be shared and loaded again.
function name(row) {
  const address = new URL(location);
  address.searchParams.set("tab", page.dataset.tab);
  address.searchParams.set("record", row.dataset.record);
  address.searchParams.delete("at");
  address.hash = `r-${row.dataset.record}`;
  history.replaceState(null, "", address);
}

function light(value) {
  for (const lit of list.querySelectorAll(".value.lit")) lit.classList.remove("lit");
  value.classList.add("lit");
  source.show(value.dataset);
}

// A place of the source was chosen: its record is found in the list, or fetched and put in front of it.
async function chooseRecord(record, family, at) {
  const row = rows.find(record) ?? await rows.fetchRow(family, record);
  if (!row) return;
  choose(row, { source: false });
  for (const lit of list.querySelectorAll(".value.lit")) lit.classList.remove("lit");
  const value = [...row.querySelectorAll(".value")].find((one) => at && shownPlace(one.dataset, at)) ?? row.querySelector(".value");
  value?.classList.add("lit");
}

function step(by) {
  const shown = rows.all();
  const at = shown.indexOf(current());
  const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
  if (next) choose(next);
}

async function act(row, what) {
  const context = { row, page, say, replace: (fresh) => choose(fresh, { source: false }) };
  if (what === "edit") return openEdit(context);
  if (what === "why") return openWhy(context);
  if (what === "undo") return undo(context);
  if (what === "close") return closePlace(row);
  const fresh = await mark(context, what);
  if (fresh && what) step(1);
}

list.addEventListener("click", (event) => {
  const row = event.target.closest(".record");
  const value = event.target.closest("a.value");
  if (value) {
    event.preventDefault();
    if (row) choose(row, { focus: false, source: false });
    return light(value);
  }
  const link = event.target.closest("a[data-act]");
  if (link && row && !event.ctrlKey && !event.metaKey) { event.preventDefault(); act(row, link.dataset.act); }
});
list.addEventListener("submit", (event) => {
  if (!event.target.matches(".acts")) return;
  event.preventDefault();
  act(event.target.closest(".record"), event.submitter?.value ?? "");
});
list.addEventListener("focusin", (event) => {
  const row = event.target.closest(".record");
  if (row && row !== current()) { current()?.classList.remove("current"); row.classList.add("current"); name(row); }
});

// Keys go by their place on the keyboard, so that they are the same in the Russian layout; typing is never taken over.
const KEYS = { KeyJ: () => step(1), KeyK: () => step(-1), KeyA: "accepted", KeyX: "rejected", KeyU: "undo", KeyW: "why", KeyS: () => light(current().querySelector(".value")), Enter: "edit" };

addEventListener("keydown", (event) => {
  const target = event.target;
  const row = current();
  if (event.key === "Escape" && row?.querySelector(".place")?.childElementCount) { closePlace(row); row.focus(); return; }
  if (!keysOn.checked || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (target.closest("input, select, textarea, [contenteditable]")) return;
  if (event.code === "Enter" && target !== row) return;
  const what = KEYS[event.code];
  if (!what) return;
  if (typeof what === "function") { if (row || event.code === "KeyJ" || event.code === "KeyK") { event.preventDefault(); what(); } return; }
  if (row && (what === "why" || page.dataset.mayEdit)) { event.preventDefault(); act(row, what); }
});
keysOn.checked = localStorage.getItem("planovik-keys") !== "off";
keysOn.addEventListener("change", () => localStorage.setItem("planovik-keys", keysOn.checked ? "on" : "off"));

const named = new URLSearchParams(location.search).get("record");
if (named && rows.find(named)) choose(rows.find(named), { focus: location.hash.startsWith("#r-") });
