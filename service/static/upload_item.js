// One line of the upload page: a file that is chosen, sent, and then the document that it has become. `board` is the page (`upload.js`).
import { FINISHED, call, showState } from "./states.js";

export class Item {
  constructor(board, { name, file = null, hint = "" }) {
    this.board = board;
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
    this.board.changed();
  }

  hasFailed() {
    if (this.kind === "tracked") return ["failed", "cancelled"].includes(this.document.status);
    return Boolean(this.file) && ["failed", "withdrawn"].includes(this.kind);
  }

  remove() {
    const next = this.element.nextElementSibling ?? this.element.previousElementSibling;
    this.board.remove(this);
    this.element.remove();
    (next?.querySelector("button:not([hidden])") ?? document.getElementById("files")).focus();
  }

  async cancel() {
    if (this.kind === "tracked") return this.act("cancel");
    this.become("withdrawn", this.board.texts.withdrawn);
    this.board.withdraw(this);
  }

  async retry() {
    if (this.kind === "tracked") return this.act("retry");
    this.become("waiting", this.board.texts.waiting);
    this.board.queue(this);
  }

  async act(name) {
    const answer = await call("POST", `/v1/documents/${this.document.id}/${name}`).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (answer?.ok) this.track(told);
    else if (answer?.status === 401) this.board.signIn();
    // 409: it has ended meanwhile, which the stream tells.
    else if (answer?.status !== 409) this.explain(told?.detail ?? this.board.texts.offline);
  }

  // Shows the document that the file has become, and follows it.
  track(document_, duplicate = false) {
    if (!this.document) {
      const link = document.createElement("a");
      link.href = `/documents/${document_.id}`;
      link.append(this.shown.firstChild);
      this.shown.prepend(link);
      this.board.follow(document_.id, this);
    }
    this.document = document_;
    this.duplicate ||= duplicate;
    this.become("tracked", "");
    this.hear(document_);
  }

  hear(state) {
    this.document = { ...this.document, ...state };
    showState(this.state, this.document);
    this.explain([this.duplicate ? this.board.texts.duplicate : "", this.document.problem?.message ?? ""].join(" ").trim());
    this.offer();
    if (!FINISHED.has(this.document.status)) this.board.watch(this.document.id);
  }
}

function note(text) {
  const hint = document.createElement("span");
  hint.className = "hint";
  hint.textContent = text;
  return hint;
}
