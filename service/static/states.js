// States of documents as they change: words for them, and a stream of server-sent events that follows many documents at once.
const words = JSON.parse(document.getElementById("state-words")?.dataset.words ?? "{}");
export const FINISHED = new Set(["done", "failed", "cancelled", "deleted"]);
// The API lets one stream name 100 documents.
const MOST_NAMED = 100;
// Milliseconds between two openings of the stream: each asks for the place in the queue of every document.
const REOPEN = 3000;
// Milliseconds between questions where there is no stream.
const POLL = 5000;

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function stateText({ status, progress, queue_place: place }) {
  const name = words.states[status] ?? status;
  if (status === "queued" && place) return `${name}, ${fill(words.place, { place })}`;
  if (status !== "processing" || !progress) return name;
  const page = progress.page && progress.pages ? `, ${fill(words.page, progress)}` : "";
  return `${name}: ${words.stages[progress.stage]}${page}`;
}

export function showState(element, state) {
  element.className = `state ${state.status}`;
  element.textContent = stateText(state);
}

// Calls the API with the session's token; a new sign-in in another tab has another token, so it is asked for once more.
export async function call(method, path) {
  const send = () => fetch(path, { method, headers: { "X-CSRF-Token": token(), Accept: "application/json" } });
  let answer = await send();
  if (answer.status === 403 && (await renewToken())) answer = await send();
  return answer;
}

export function token() {
  return document.querySelector('meta[name="csrf"]')?.content ?? "";
}

export async function renewToken() {
  const answer = await fetch("/v1/session", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return false;
  const { csrf } = await answer.json();
  if (!csrf || csrf === token()) return false;
  document.querySelector('meta[name="csrf"]').content = csrf;
  return true;
}

// Follows documents until each is finished; `tell` gets their states.
export class Follower {
  constructor(tell) {
    this.tell = tell;
    this.ids = new Set();
    this.opened = 0;
  }

  add(id) {
    if (this.ids.has(id)) return;
    this.ids.add(id);
    this.reopen();
  }

  // Documents that finish make room for others and move the places of those behind them.
  reopen() {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.open();
    }, Math.max(200, this.opened + REOPEN - Date.now()));
  }

  open() {
    this.source?.close();
    this.source = null;
    if (!this.ids.size) return;
    this.opened = Date.now();
    const query = new URLSearchParams([...this.ids].slice(0, MOST_NAMED).map((id) => ["ids", id]));
    this.source = new EventSource(`/v1/events?${query}`);
    this.source.addEventListener("status", (event) => this.take(JSON.parse(event.data)));
    this.source.addEventListener("error", ({ target }) => {
      if (target === this.source && target.readyState === EventSource.CLOSED) this.poll();
    });
  }

  take(state) {
    this.tell(state);
    if (FINISHED.has(state.status) && this.ids.delete(state.id)) this.reopen();
  }

  // A stream that was refused tells nothing of why: a document may be deleted, the session over, the process full.
  async poll() {
    for (const id of [...this.ids].slice(0, MOST_NAMED)) {
      const answer = await fetch(`/v1/documents/${id}/status`, { headers: { Accept: "application/json" } }).catch(() => null);
      if (answer?.ok) this.take(await answer.json());
      else if (answer?.status === 410) this.take({ id, status: "deleted" });
      else if (answer?.status === 404) this.ids.delete(id);
      else break;
    }
    setTimeout(() => this.reopen(), POLL);
  }
}
