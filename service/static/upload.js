// Upload: files are listed and looked at, then sent a few at a time; each request has a key, so that one that was cut off is repeated safely.
import { FINISHED, Follower, fill, renewToken } from "./states.js";
import { Batch } from "./upload_batch.js";
import { dropped, findFault, isClutter } from "./upload_files.js";
import { Item } from "./upload_item.js";

const form = document.getElementById("upload");
const limits = JSON.parse(form.dataset.limits);
const texts = JSON.parse(form.dataset.texts);
const files = document.getElementById("files");
const folder = document.getElementById("folder");
const bulk = document.getElementById("bulk");
const list = document.getElementById("list");
const signedOut = document.getElementById("signed-out");
// Requests at a time: with the stream of events a browser's six connections to a host are not used up.
const PARALLEL = 3;
// What goes into one request: small files together, so that thousands stay below the limit of requests a minute.
const BATCH_FILES = 10;
const BATCH_BYTES = 8_000_000;

const items = [];
const byDocument = new Map();
const running = new Set();
let queue = [];
let paused = false;
let bulkTouched = false;
let skipped = 0;

const follower = new Follower((state) => {
  for (const item of byDocument.get(state.id) ?? []) item.hear(state);
});

// What lines and requests ask of the page.
const board = {
  texts,
  changed: summarise,
  settle,
  signIn: askToSignIn,
  watch: (id) => follower.add(id),
  follow: (id, item) => byDocument.set(id, [...(byDocument.get(id) ?? []), item]),
  queue(item) {
    queue.push(item);
    work();
  },
  remove(item) {
    items.splice(items.indexOf(item), 1);
    summarise();
  },
  withdraw(item) {
    queue = queue.filter((one) => one !== item);
    [...running, ...held].find((batch) => batch.items.includes(item))?.withdraw(item);
  },
  ended(batch) {
    running.delete(batch);
    work();
  },
};

// The answer tells of the files in their order, of an archive's documents in its place.
function settle(sent, told) {
  const left = [...told];
  for (const item of sent) {
    const first = left.shift();
    if (!first) break;
    if (first.archive === null) {
      settleOne(item, first);
      continue;
    }
    const entries = [first];
    while (left[0]?.archive === first.archive) entries.push(left.shift());
    unfold(item, entries);
  }
}

function settleOne(item, told) {
  if (told.document) item.track(told.document, told.outcome === "duplicate");
  else item.become("refused", texts.failed, told.problem.detail);
}

// The documents of an archive take its place in the list.
function unfold(archive, entries) {
  const hint = fill(texts.from_archive, { archive: entries[0].archive });
  const made = entries.map((entry) => new Item(board, { name: entry.name, hint }));
  archive.element.replaceWith(...made.map((item) => item.element));
  items.splice(items.indexOf(archive), 1, ...made);
  made.forEach((item, index) => settleOne(item, entries[index]));
}

// A file that was sent already may be sent once more: the answer then names the document that it became.
function isListed(file, path) {
  const same = (item) => item.path === path && item.file.size === file.size && item.file.lastModified === file.lastModified;
  return items.some((item) => item.path && item.kind !== "tracked" && same(item));
}

function add(found) {
  for (const { file, path } of found) {
    if (isClutter(file, limits)) {
      skipped += 1;
    } else if (!isListed(file, path)) {
      const parent = path.split("/").slice(0, -1).join("/");
      const item = new Item(board, { name: file.name, file, hint: parent });
      item.path = path;
      items.push(item);
      list.append(item.element);
      const fault = findFault(file, limits, texts);
      item.become(fault ? "unsent" : "chosen", fault ? texts.unsent : texts.chosen, fault);
    }
  }
  if (!bulkTouched) bulk.checked = items.filter((item) => item.kind === "chosen").length > limits.many;
  document.getElementById("progress").hidden = !items.length && !skipped;
  summarise();
}

function work() {
  while (!paused && running.size < PARALLEL && queue.length) {
    const batch = new Batch(board, nextFiles(), bulk.checked ? "bulk" : "interactive");
    running.add(batch);
    batch.send();
  }
  summarise();
}

// An archive goes alone: its answer is as long as the list of its files.
function nextFiles() {
  const taken = [];
  let bytes = 0;
  while (queue.length && taken.length < BATCH_FILES) {
    const { file } = queue[0];
    const alone = /\.zip$/i.test(file.name);
    if (taken.length && (alone || bytes + file.size > BATCH_BYTES)) break;
    bytes += file.size;
    taken.push(queue.shift());
    if (alone) break;
  }
  return taken;
}

function askToSignIn(batch) {
  paused = true;
  if (batch) {
    running.delete(batch);
    for (const item of batch.items) item.become("waiting", texts.waiting);
    held.push(batch);
  }
  signedOut.firstElementChild.textContent = texts.signed_out;
  signedOut.hidden = false;
}

// Requests that wait for a new sign-in; they keep their keys.
const held = [];
document.getElementById("go-on").addEventListener("click", async () => {
  await renewToken();
  signedOut.hidden = true;
  paused = false;
  for (const batch of held.splice(0)) {
    running.add(batch);
    batch.send();
  }
  work();
});

let summaryTimer;
// The summary is read out when it changes, so it does not change more often than a second.
function summarise() {
  summaryTimer ??= setTimeout(() => {
    summaryTimer = null;
    showSummary();
  }, 300);
}

function showSummary() {
  const count = (test) => items.filter(test).length;
  const chosen = count((item) => item.kind === "chosen");
  const sent = count((item) => item.kind === "tracked");
  const done = count((item) => item.kind === "tracked" && item.document.status === "done");
  const failed = count((item) => ["failed", "refused", "unsent"].includes(item.kind) || (item.kind === "tracked" && item.document.status === "failed"));
  const waiting = count((item) => ["waiting", "sending", "received"].includes(item.kind));
  const busy = waiting + count((item) => item.kind === "tracked" && !FINISHED.has(item.document.status));
  const cancelled = count((item) => item.kind === "withdrawn" || (item.kind === "tracked" && item.document.status === "cancelled"));
  const begun = sent || waiting || items.some((item) => ["failed", "refused"].includes(item.kind));
  const parts = [
    begun ? fill(texts.summary, { files: items.length, sent, done, busy, cancelled, failed }) : "",
    chosen ? fill(texts.ready, { files: chosen }) : "",
    begun && !busy && !chosen ? texts.over : "",
    skipped ? fill(texts.skipped, { count: skipped }) : "",
  ];
  const text = parts.filter(Boolean).join(" ");
  const summary = document.getElementById("summary");
  if (summary.textContent !== text) summary.textContent = text;
  document.getElementById("retry-all").hidden = !items.some((item) => item.hasFailed());
  document.getElementById("cancel-all").hidden = busy < 2;
  document.getElementById("to-list").hidden = !sent;
}

for (const input of [files, folder]) {
  input.addEventListener("change", () => {
    add([...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
    input.value = "";
  });
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = items.filter((item) => item.kind === "chosen");
  if (!chosen.length) return files.focus();
  for (const item of chosen) item.become("waiting", texts.waiting);
  queue.push(...chosen);
  document.getElementById("progress-title").scrollIntoView({ block: "nearest" });
  work();
});
bulk.addEventListener("change", () => {
  bulkTouched = true;
});
document.getElementById("retry-all").addEventListener("click", () => {
  for (const item of items.filter((one) => one.hasFailed())) item.retry();
});
document.getElementById("cancel-all").addEventListener("click", () => {
  for (const item of items.filter((one) => one.acts.querySelector('[data-act="cancel"]:not([hidden])'))) item.cancel();
});

const drop = form.querySelector(".drop");
for (const name of ["dragover", "dragleave", "drop"]) {
  addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
  });
}
addEventListener("drop", async (event) => {
  if (event.dataTransfer?.types.includes("Files")) add(await dropped(event.dataTransfer));
});
addEventListener("beforeunload", (event) => {
  if (running.size || queue.length || held.length) event.preventDefault();
});

files.required = false;
for (const element of form.querySelectorAll(".only-scripts")) element.hidden = false;
