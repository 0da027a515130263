// Changes of records: forms in place, live readings of wordings, marks, taking an edit back; all by the API.
import { ask } from "./review_ask.js";
import { fetchRow } from "./review_list.js";

const csrf = () => document.querySelector('meta[name="csrf"]').content;
// Milliseconds after the last key before a wording is read.
const PAUSE = 300;

async function send(method, address, body, version) {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf(), ...(version ? { "If-Match": `"${version}"` } : {}) };
  return ask(address, { method, headers, body: JSON.stringify(body) });
}

function addressOf(row) { return `/v1/${row.dataset.family}/${row.dataset.record}`; }

async function renew({ row, page, replace }) {
  const fresh = await fetchRow(page.dataset.home, row.dataset.family, row.dataset.record);
  if (!fresh) return null;
  row.replaceWith(fresh);
  replace(fresh);
  return fresh;
}

async function explain(answer, page) {
  const problem = await answer?.json().catch(() => null);
  return problem?.detail ?? page.dataset.failed;
}

function count(list, by) {
  const shown = document.querySelector(`[data-count="${list}"]`);
  if (shown) shown.textContent = Math.max(0, Number(shown.textContent) + by);
}

export function closePlace(row) { row.querySelector(".place").replaceChildren(); }

async function open({ row, page, say }, path) {
  const place = row.querySelector(".place");
  const answer = await ask(`${page.dataset.home}/${path}/${row.dataset.family}/${row.dataset.record}?bare=1`);
  if (!answer?.ok) { say(await explain(answer, page)); return null; }
  place.innerHTML = await answer.text();
  return place;
}

export async function openWhy(context) {
  const place = await open(context, "why");
  const title = place?.querySelector("h4");
  if (title) { title.tabIndex = -1; title.focus(); }
}

export async function openEdit(context) {
  const place = await open(context, "edit");
  const form = place?.querySelector("form.edit");
  if (!form) return;
  form.addEventListener("submit", (event) => { event.preventDefault(); save(context, form); });
  form.addEventListener("input", ({ target }) => readSoon(context, form, target));
  form.addEventListener("click", (event) => {
    if (!event.target.closest('[data-act="close"]')) return;
    event.preventDefault();
    event.stopPropagation();
    closePlace(context.row);
    context.row.focus();
  });
  form.querySelector("textarea, input:not([type=hidden]), select").focus();
}

async function save(context, form) {
  const { row, page, say } = context;
  const values = changedValues(form);
  if (!Object.keys(values).length) { closePlace(row); row.focus(); return; }
  const answer = await send("PATCH", form.dataset.address, values, row.dataset.version);
  const problem = await answer?.json().catch(() => null);
  if (answer?.ok) {
    if (!row.querySelector(".mark-corrected")) count("corrected", 1);
    await renew(context);
    say(page.dataset.saved);
    return;
  }
  showFaults(form, problem, page);
}

// The form has an example beside these fields, which says more than a pattern.
const UNLIKE = new Set(["string_pattern_mismatch", "date_parsing"]);

function showFaults(form, problem, page) {
  const faults = new Map((problem?.errors ?? []).map(({ pointer, code, message }) => [pointer.split("/")[2], UNLIKE.has(code) ? form.dataset.unlike : message]));
  const whole = form.querySelector(".fault.whole");
  whole.textContent = faults.size ? form.dataset.marked : problem?.detail ?? page.dataset.failed;
  whole.hidden = false;
  for (const set of form.querySelectorAll("fieldset")) {
    const field = set.dataset.field;
    const told = set.querySelector(":scope > .fault");
    told.textContent = faults.get(field) ?? "";
    told.hidden = !faults.has(field);
    for (const input of set.querySelectorAll("input:not([type=hidden]), textarea, select")) {
      if (faults.has(field)) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", told.id); } else input.removeAttribute("aria-invalid");
    }
  }
  form.querySelector("[aria-invalid]")?.focus();
}

// The same values as `service.pages.review_forms.given_values` builds of the same inputs, of the fields that were changed.
function changedValues(form) {
  const values = {};
  for (const set of form.querySelectorAll("fieldset")) {
    const inputs = [...set.querySelectorAll("input:not([type=hidden]), textarea, select")];
    if (inputs.some(isChanged)) values[set.dataset.field] = valueOf(set, inputs);
  }
  return values;
}

function isChanged(input) {
  return input.matches("select") ? ![...input.options].find((option) => option.selected)?.defaultSelected && !(input.selectedIndex === 0 && ![...input.options].some((option) => option.defaultSelected)) : input.value !== input.defaultValue;
}

function valueOf(set, inputs) {
  const kind = set.dataset.kind;
  if (kind === "entries") return [...set.querySelectorAll(".entry")].map(entryOf).filter(Boolean);
  if (kind === "object") {
    const made = Object.fromEntries(inputs.map((input) => [partOf(input), dayOf(partOf(input), input.value.trim()) || null]));
    return Object.values(made).some(Boolean) ? made : null;
  }
  const text = inputs[0].value.trim();
  return kind === "lines" ? text.split("\n").map((line) => line.trim()).filter(Boolean) : dayOf(partOf(inputs[0]), text) || null;
}

function partOf(input) { return input.name.split(".").at(-1); }

function dayOf(name, text) {
  const found = name === "date" && /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  return found ? [found[3], found[2].padStart(2, "0"), found[1].padStart(2, "0")].join("-") : text;
}

const NUMBERS = new Set(["amount", "value", "year"]);

function entryOf(entry) {
  const stored = entry.querySelector("input[type=hidden]").value;
  const was = stored ? JSON.parse(stored) : {};
  const inputs = [...entry.querySelectorAll("input:not([type=hidden]), textarea, select")];
  const values = Object.fromEntries(inputs.map((input) => [partOf(input), NUMBERS.has(partOf(input)) ? numberOf(input.value) : input.value.trim() || null]));
  const [first] = Object.keys(values);
  if (values[first] === null) return null;
  if (first === "text" && values.text !== was.text) return { ...values, ...(was.evidence ? { evidence: was.evidence } : {}) };
  return { ...was, ...values };
}

function numberOf(text) {
  const plain = text.replace(/\s/g, "").replace(",", ".");
  return plain === "" ? null : Number.isFinite(Number(plain)) ? Number(plain) : text;
}

let waiting = 0;
let asked = 0;

function readSoon(context, form, input) {
  const told = input.closest(".entry")?.querySelector("[data-read]");
  if (!told || partOf(input) !== "text") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => readWording(form, input, told), PAUSE);
}

async function readWording(form, input, told) {
  const text = input.value.trim();
  const number = ++asked;
  if (!text) { told.textContent = ""; return; }
  const answer = await send("POST", told.dataset.read, form.dataset.period && told.dataset.read.endsWith("deadlines") ? { text, period: form.dataset.period } : { text });
  if (number === asked) told.textContent = answer?.ok ? await answer.text() : "";
}

export async function mark(context, name) {
  const { row, page, say } = context;
  const answer = await send("PUT", `${addressOf(row)}/review`, { mark: name || null }, row.dataset.version);
  if (!answer?.ok) { say(await explain(answer, page)); return null; }
  await answer.text();
  if (row.querySelector(".mark-unsure")) count("check", name ? -1 : 1);
  const fresh = await renew(context);
  say(page.dataset[name || "unmarked"]);
  return fresh;
}

// Takes the newest edit back that was not taken back yet, with all fields that it changed.
export async function undo(context) {
  const { row, page, say } = context;
  const answer = await send("POST", `${addressOf(row)}/undo`, {}, row.dataset.version);
  if (!answer?.ok) { say(await explain(answer, page)); return; }
  await answer.text();
  await renew(context);
  say(page.dataset.undone);
}
