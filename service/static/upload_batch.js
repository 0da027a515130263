// One request of an upload: a few files under one key, repeated as it was until it is answered. `board` is the page (`upload.js`).
import { fill, renewToken, token } from "./states.js";

// Seconds before a lost request is repeated; they double up to the last.
const FIRST_WAIT = 1;
const LAST_WAIT = 30;
// Answers that say nothing of the files: the request is repeated as it was, at most so often where the fault is the server's own.
const REPEATED = new Set([408, 409, 425, 429, 500, 502, 503, 504]);
const MOST_FAULTS = 5;

export class Batch {
  constructor(board, chosen, priority) {
    this.board = board;
    this.items = chosen;
    this.faults = 0;
    this.priority = priority;
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
      item.become("sending", fill(this.board.texts.sending, { percent: 0 }));
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
      item.state.textContent = percent < 100 ? fill(this.board.texts.sending, { percent }) : this.board.texts.received;
    }
  }

  async answered(request) {
    const told = read(request);
    if (request.status === 200 || request.status === 202) return this.take(told.documents);
    if (request.status === 0) return this.lost();
    if (request.status === 401) return this.board.signIn(this);
    if (request.status === 403 && (await renewToken())) return this.send();
    if (REPEATED.has(request.status) && this.faults < MOST_FAULTS) return this.later(request);
    if (told.documents) return this.take(told.documents);
    const kind = this.items.length === 1 && [413, 415, 422].includes(request.status) ? "refused" : "failed";
    for (const item of this.items) item.become(kind, this.board.texts.failed, told.detail ?? "");
    this.end();
  }

  // The connection was lost or the request withdrawn; a file that can't be read any more would never arrive.
  async lost() {
    for (const item of [...this.items]) {
      const readable = await item.file.slice(0, 1).arrayBuffer().then(() => true, () => false);
      if (readable) continue;
      this.items = this.items.filter((one) => one !== item);
      this.renew();
      item.become("failed", this.board.texts.not_sent, this.board.texts.unreadable);
    }
    if (!this.items.length) return this.end();
    this.wait = Math.min(LAST_WAIT, this.wait ? 2 * this.wait : FIRST_WAIT);
    this.hold(this.wait, navigator.onLine ? this.board.texts.again : this.board.texts.offline);
  }

  later(request) {
    this.faults += request.status === 500 ? 1 : 0;
    const seconds = Number(request.getResponseHeader("Retry-After")) || FIRST_WAIT * 2 ** this.faults;
    this.hold(seconds, request.status === 429 ? this.board.texts.later : this.board.texts.again);
  }

  hold(seconds, text) {
    for (const item of this.items) item.become("waiting", this.board.texts.waiting, fill(text, { seconds }));
    let timer;
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      this.send();
    };
    timer = setTimeout(go, 1000 * seconds);
    if (!navigator.onLine) addEventListener("online", go);
  }

  take(told) {
    this.board.settle(this.items, told);
    this.end();
  }

  end() {
    this.board.ended(this);
  }
}

function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}
