// The list of records: further rows are fetched as one scrolls, and rows far from the screen leave the page; their places keep their height.

import { ask } from "./review_ask.js";

// Pixels beyond the screen in which rows are kept: three screens of a usual display.
const NEAR = "3000px 0px";

export function watchList(list, home) {
  const near = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => isIntersecting ? fill(target) : empty(target)), { rootMargin: NEAR });
  const ends = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => { if (isIntersecting) more(target); }), { rootMargin: NEAR });
  const kept = new WeakMap();

  // A row with an open form stays, so that nothing typed is lost.
  function empty(part) {
    if (kept.has(part) || part.querySelector(".place > *, .more") || part.contains(document.activeElement) || !part.childElementCount) return;
    part.style.height = `${part.offsetHeight}px`;
    const rows = document.createDocumentFragment();
    rows.append(...part.childNodes);
    kept.set(part, rows);
  }

  function fill(part) {
    const rows = kept.get(part);
    if (!rows) return;
    kept.delete(part);
    part.style.height = "";
    part.append(rows);
  }

  async function more(link) {
    ends.unobserve(link);
    if (link.dataset.asked) return;
    link.dataset.asked = "yes";
    const address = new URL(link.querySelector("a").href);
    const answer = await ask(`${home}/rows${address.search}`);
    if (!answer?.ok) { delete link.dataset.asked; setTimeout(() => ends.observe(link), 5000); return; }
    const part = document.createElement("div");
    part.className = "rows";
    part.innerHTML = await answer.text();
    link.closest(".rows").after(part);
    link.remove();
    watch(part);
  }

  function watch(part) {
    near.observe(part);
    const link = part.querySelector(".more");
    if (link) ends.observe(link);
  }

  list.querySelectorAll(".rows").forEach(watch);

  return {
    find: (record) => {
      for (const part of list.querySelectorAll(".rows")) if (kept.get(part)?.getElementById?.(`r-${record}`)) fill(part);
      return list.querySelector(`#r-${CSS.escape(record)}`);
    },
    all: () => [...list.querySelectorAll(".record")],
    fetchRow: async (family, record) => {
      const fresh = await fetchRow(home, family, record);
      if (!fresh) return null;
      const part = document.createElement("div");
      part.className = "rows found";
      part.append(fresh);
      list.prepend(part);
      return fresh;
    },
  };
}

export async function fetchRow(home, family, record) {
  const answer = await ask(`${home}/rows/${family}/${record}`);
  if (!answer?.ok) return null;
  const made = document.createElement("template");
  made.innerHTML = await answer.text();
  return made.content.querySelector(".record");
}
