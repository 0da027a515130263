// Follows a document while it waits and is read; opens its records when it is done.
const place = document.getElementById("status");
const words = place.dataset;

function told(state) {
  if (state.status === "queued") return words.queued + (state.queue_place ? `, ${words.place}: ${state.queue_place}` : "");
  const progress = state.progress ?? {};
  const stage = words[progress.stage] ?? words.reading;
  return progress.page ? `${stage}: ${words.page} ${progress.page} ${words.of} ${progress.pages}` : stage;
}

function show(state) {
  if (!["queued", "processing"].includes(state.status)) return location.reload();
  place.querySelector(".stage").textContent = told(state);
  const bar = place.querySelector("progress");
  if (state.progress?.pages) { bar.max = state.progress.pages; bar.value = state.progress.page ?? 0; } else bar.removeAttribute("value");
}

const events = new EventSource(words.events);
events.addEventListener("status", (event) => show(JSON.parse(event.data)));
addEventListener("pagehide", () => events.close());
