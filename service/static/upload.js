// Upload: files are listed and looked at, then sent a few at a time; each request has a key, so that one that was cut off is repeated safely.
import { FINISHED, Follower, call, fill, renewToken, showState, token } from "./states.js";

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
// Seconds before a lost request is repeated; they double up to the last.
const FIRST_WAIT = 1;
const LAST_WAIT = 30;
// Answers that say nothing of the files: the request is repeated as it was, at most so often where the fault is the server's own.
const REPEATED = new Set([408, 409, 425, 429, 500, 502, 503, 504]);
const MOST_FAULTS = 5;

const items = [];
const byDocument = new Map();
const running = new Set();
let queue = [];
let paused = false;
let bulkTouched = false;
let skipped = 0;

class Item {
  constructor({ name, file = null, hint = "" }) {
    this.file = file;
    this.element = document.getElementById("file").content.firstElementChild.cloneNode(true);
    const [shown, state, progress, why, acts] = this.element.children;
    Object.assign(this, { shown, state, progress, why, acts });
    shown.textContent = name;
    if (hint) shown.append(" ", note(hint));
    for (const button of acts.children) {
      button.addEventListener("click", () => this[button.dataset.act]());
      button.setAttribute("aria-label", `${button.textContent}: ${name}`);
    }
  }

  // `kind` is chosen, unsent, waiting, sending, received, tracked, withdrawn, refused or failed; of a tracked one the server tells the rest.
  become(kind, text, reason = "") {
    this.kind = kind;
    this.state.textContent = text;
    this.state.className = `state ${{ failed: "failed", refused: "failed", unsent: "failed", sending: "processing", received: "processing" }[kind] ?? "queued"}`;
    this.progress.hidden = kind !== "sending";
    this.explain(reason);
    this.offer();
  }

  explain(reason) {
    this.why.textContent = reason;
    this.why.hidden = !reason;
  }

  offer() {
    const status = this.document?.status;
    const may = {
      remove: ["chosen", "unsent", "refused"].includes(this.kind),
      cancel: ["waiting", "sending"].includes(this.kind) || (this.kind === "tracked" && status && !FINISHED.has(status)),
      retry: this.hasFailed(),
    };
    for (const button of this.acts.children) button.hidden = !may[button.dataset.act];
    summarise();
  }

  hasFailed() {
    if (this.kind === "tracked") return ["failed", "cancelled"].includes(this.document.status);
    return Boolean(this.file) && ["failed", "withdrawn"].includes(this.kind);
  }

  remove() {
    const next = this.element.nextElementSibling ?? this.element.previousElementSibling;
    items.splice(items.indexOf(this), 1);
    this.element.remove();
    (next?.querySelector("button:not([hidden])") ?? files).focus();
    summarise();
  }

  async cancel() {
    if (this.kind === "tracked") return this.act("cancel");
    const batch = [...running].find((one) => one.items.includes(this));
    this.become("withdrawn", texts.withdrawn);
    queue = queue.filter((one) => one !== this);
    batch?.withdraw(this);
  }

  async retry() {
    if (this.kind === "tracked") return this.act("retry");
    this.become("waiting", texts.waiting);
    queue.push(this);
    work();
  }

  async act(name) {
    const answer = await call("POST", `/v1/documents/${this.document.id}/${name}`).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (answer?.ok) this.track(told);
    else if (answer?.status === 401) askToSignIn();
    // 409: it has ended meanwhile, which the stream tells.
    else if (answer?.status !== 409) this.explain(told?.detail ?? texts.offline);
  }

  // Shows the document that the file has become, and follows it.
  track(document_, duplicate = false) {
    if (!this.document) {
      const link = document.createElement("a");
      link.href = `/documents/${document_.id}`;
      link.append(this.shown.firstChild);
      this.shown.prepend(link);
      byDocument.set(document_.id, [...(byDocument.get(document_.id) ?? []), this]);
    }
    this.document = document_;
    this.duplicate ||= duplicate;
    this.become("tracked", "");
    this.hear(document_);
  }

  hear(state) {
    this.document = { ...this.document, ...state };
    showState(this.state, this.document);
    this.explain([this.duplicate ? texts.duplicate : "", this.document.problem?.message ?? ""].join(" ").trim());
    this.offer();
    if (!FINISHED.has(this.document.status)) follower.add(this.document.id);
  }
}

// Files that go in one request under one key.
class Batch {
  constructor(chosen) {
    this.items = chosen;
    this.faults = 0;
    this.priority = bulk.checked ? "bulk" : "interactive";
    this.renew();
  }

  renew() {
    this.key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  withdraw(item) {
    this.items = this.items.filter((one) => one !== item);
    this.renew();
    this.request?.abort();
    if (!this.request && !this.items.length) this.end();
  }

  send() {
    if (!this.items.length) return this.end();
    const body = new FormData();
    body.append("priority", this.priority);
    for (const item of this.items) {
      body.append("files", item.file, item.file.name);
      item.progress.value = 0;
      item.become("sending", fill(texts.sending, { percent: 0 }));
    }
    const request = new XMLHttpRequest();
    this.request = request;
    request.open("POST", "/v1/documents");
    request.setRequestHeader("X-CSRF-Token", token());
    request.setRequestHeader("Idempotency-Key", this.key);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => this.tell(event.loaded / event.total));
    request.addEventListener("loadend", () => {
      this.request = null;
      this.answered(request);
    });
    request.send(body);
  }

  // What was sent of the request is told of its files one after the other.
  tell(share) {
    let left = share * this.items.reduce((sum, item) => sum + item.file.size, 0);
    for (const item of this.items) {
      const percent = Math.floor(100 * Math.min(1, left / item.file.size));
      left = Math.max(0, left - item.file.size);
      item.progress.value = percent;
      item.state.textContent = percent < 100 ? fill(texts.sending, { percent }) : texts.received;
    }
  }

  async answered(request) {
    const told = read(request);
    if (request.status === 200 || request.status === 202) return this.take(told.documents);
    if (request.status === 0) return this.lost();
    if (request.status === 401) return askToSignIn(this);
    if (request.status === 403 && (await renewToken())) return this.send();
    if (REPEATED.has(request.status) && this.faults < MOST_FAULTS) return this.later(request);
    if (told.documents) return this.take(told.documents);
    const kind = this.items.length === 1 && [413, 415, 422].includes(request.status) ? "refused" : "failed";
    for (const item of this.items) item.become(kind, texts.failed, told.detail ?? "");
    this.end();
  }

  // The connection was lost or the request withdrawn; a file that can't be read any more would never arrive.
  async lost() {
    for (const item of [...this.items]) {
      const readable = await item.file.slice(0, 1).arrayBuffer().then(() => true, () => false);
      if (readable) continue;
      this.items = this.items.filter((one) => one !== item);
      this.renew();
      item.become("failed", texts.not_sent, texts.unreadable);
    }
    if (!this.items.length) return this.end();
    this.wait = Math.min(LAST_WAIT, this.wait ? 2 * this.wait : FIRST_WAIT);
    this.hold(this.wait, navigator.onLine ? texts.again : texts.offline);
  }

  later(request) {
    this.faults += request.status === 500 ? 1 : 0;
    const seconds = Number(request.getResponseHeader("Retry-After")) || FIRST_WAIT * 2 ** this.faults;
    this.hold(seconds, request.status === 429 ? texts.later : texts.again);
  }

  hold(seconds, text) {
    for (const item of this.items) item.become("waiting", texts.waiting, fill(text, { seconds }));
    let timer;
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      this.send();
    };
    timer = setTimeout(go, 1000 * seconds);
    if (!navigator.onLine) addEventListener("online", go);
  }

  // The answer tells of the files in their order, of an archive's documents in its place.
  take(told) {
    const left = [...told];
    for (const item of this.items) {
      const first = left.shift();
      if (!first) break;
      if (first.archive === null) {
        settle(item, first);
        continue;
      }
      const entries = [first];
      while (left[0]?.archive === first.archive) entries.push(left.shift());
      unfold(item, entries);
    }
    this.end();
  }

  end() {
    running.delete(this);
    work();
  }
}

const follower = new Follower((state) => {
  for (const item of byDocument.get(state.id) ?? []) item.hear(state);
});

function note(text) {
  const hint = document.createElement("span");
  hint.className = "hint";
  hint.textContent = text;
  return hint;
}

function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

function settle(item, told) {
  if (told.document) item.track(told.document, told.outcome === "duplicate");
  else item.become("refused", texts.failed, told.problem.detail);
}

// The documents of an archive take its place in the list.
function unfold(archive, entries) {
  const hint = fill(texts.from_archive, { archive: entries[0].archive });
  const made = entries.map((entry) => new Item({ name: entry.name, hint }));
  archive.element.replaceWith(...made.map((item) => item.element));
  items.splice(items.indexOf(archive), 1, ...made);
  made.forEach((item, index) => settle(item, entries[index]));
}

function findFault(file) {
  const suffix = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
  if (!file.size) return texts.empty;
  if (file.size > limits.bytes) return texts.too_large;
  return texts.wrong[limits.wrong[suffix]] ?? "";
}

function isClutter(file) {
  return limits.clutter.includes(file.name) || file.name.startsWith("~$") || file.name.startsWith("._");
}

// A file that was sent already may be sent once more: the answer then names the document that it became.
function isListed(file, path) {
  const same = (item) => item.path === path && item.file.size === file.size && item.file.lastModified === file.lastModified;
  return items.some((item) => item.path && item.kind !== "tracked" && same(item));
}

function add(found) {
  for (const { file, path } of found) {
    if (isClutter(file)) {
      skipped += 1;
    } else if (!isListed(file, path)) {
      const parent = path.split("/").slice(0, -1).join("/");
      const item = new Item({ name: file.name, file, hint: parent });
      item.path = path;
      items.push(item);
      list.append(item.element);
      const fault = findFault(file);
      item.become(fault ? "unsent" : "chosen", fault ? texts.unsent : texts.chosen, fault);
    }
  }
  if (!bulkTouched) bulk.checked = items.filter((item) => item.kind === "chosen").length > limits.many;
  document.getElementById("progress").hidden = !items.length && !skipped;
  summarise();
}

function work() {
  while (!paused && running.size < PARALLEL && queue.length) {
    const batch = new Batch(nextFiles());
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

// A dropped folder is read through; the browser gives its entries piece by piece.
async function entryFiles(entry, path = "") {
  if (entry.isFile) {
    const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
    return file ? [{ file, path: path + entry.name }] : [];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const entries = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!entries.length) return found;
    for (const one of entries) found.push(...(await entryFiles(one, `${path}${entry.name}/`)));
  }
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, path: file.name }));
  return (await Promise.all(entries.map((entry) => entryFiles(entry)))).flat();
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
