// Lists of documents: states change as the documents do.
import { Follower, showState } from "./states.js";

const places = new Map();
const follower = new Follower((state) => {
  for (const element of places.get(state.id) ?? []) {
    const shown = element.querySelector("[data-state]");
    if (shown) showState(shown, state);
    showReason(element, state.problem);
  }
});

function showReason(element, problem) {
  if (!problem || element.querySelector(".why")) return;
  const why = document.createElement("span");
  why.className = "why";
  why.textContent = problem.message;
  element.querySelector("[data-state]").after(why);
}

for (const element of document.querySelectorAll("[data-document][data-live]")) {
  const id = element.dataset.document;
  places.set(id, [...(places.get(id) ?? []), element]);
  follower.add(id);
}
