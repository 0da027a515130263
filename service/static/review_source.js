// The source: pictures of pages with boxes where records were read, or stretches of the text; either shows one place and tells which was chosen.

import { ask } from "./review_ask.js";

// The place of a value is block-row-column-start-end; a cell's is its first three numbers.
const cellOf = (at) => at.split("-").slice(0, 3).join("-");

export function shownPlace(data, at) {
  return at.box ? data.box === at.box && data.page === at.page : Boolean(at.cell) && cellOf(data.at ?? "") === at.cell;
}

export function watchSource(page, { chooseRecord }) {
  const scroller = page.querySelector("#source .scroller");
  return scroller.dataset.pages ? watchPages(scroller, page, chooseRecord) : watchText(scroller, page, chooseRecord);
}

function watchPages(scroller, page, chooseRecord) {
  const address = `/v1/documents/${page.dataset.document}/pages`;
  const near = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => { if (isIntersecting) outline(target); }), { root: scroller, rootMargin: "600px 0px" });

  function figure(number) {
    const known = scroller.querySelector(`.sheet[data-page="${number}"]`);
    if (known) return known;
    const made = scroller.querySelector(".sheet").cloneNode(true);
    if (far(number)) scroller.querySelectorAll(".sheet").forEach((one) => one.remove());
    made.id = `sheet-${number}`;
    const picture = made.querySelector("img");
    made.querySelectorAll(".box").forEach((box) => box.remove());
    delete made.dataset.asked;
    made.dataset.page = number;
    picture.loading = "lazy";
    picture.src = `${address}/${number}/image?dpi=96&upright=true`;
    picture.alt = made.querySelector("figcaption").textContent = `${page.dataset.page} ${number}`;
    const after = [...scroller.querySelectorAll(".sheet")].find((one) => Number(one.dataset.page) > number);
    scroller.insertBefore(made, after ?? scroller.querySelector(".steps"));
    near.observe(made);
    return made;
  }

  // Pages follow each other as one scrolls; a page that is far from those that are shown takes their place.
  function far(number) {
    const numbers = [...scroller.querySelectorAll(".sheet")].map((one) => Number(one.dataset.page));
    return number < Math.min(...numbers) - 1 || number > Math.max(...numbers) + 1;
  }

  function extend() {
    const sheets = scroller.querySelectorAll(".sheet");
    const [first, last] = [Number(sheets[0].dataset.page), Number(sheets[sheets.length - 1].dataset.page)];
    if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 600 && last < Number(scroller.dataset.pages)) figure(last + 1);
    else if (scroller.scrollTop < 200 && first > 1) { const made = figure(first - 1); if (scroller.scrollTop < 200) scroller.scrollTop += made.offsetHeight; }
  }

  scroller.querySelector(".steps").style.display = "none";
  scroller.addEventListener("scroll", extend, { passive: true });

  async function outline(sheet) {
    if (sheet.dataset.asked) return sheet.asked;
    sheet.dataset.asked = "yes";
    sheet.asked = (async () => {
      const answer = await ask(`${address}/${sheet.dataset.page}`);
      if (!answer?.ok) return;
      const { width, height, turn, boxes } = await answer.json();
      if (!width || !height) return;
      Object.assign(sheet, { size: [width, height], turn });
      const picture = sheet.querySelector("img");
      const [across, down] = turn % 180 ? [height, width] : [width, height];
      picture.setAttribute("height", Math.round(794 * down / across));
      // What many records share, such as a section's heading, has one box.
      const own = new Map(boxes.filter((box) => box.id).reverse().map((box) => [box.box.join(" "), box]));
      [...own.values()].reverse().forEach((box, index) => sheet.querySelector(".leaf").append(boxOf(sheet, box, index)));
    })();
    return sheet.asked;
  }

  function boxOf(sheet, { id, family, text, box }, index) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "box";
    made.tabIndex = index ? -1 : 0;
    made.setAttribute("aria-label", text);
    made.title = text;
    Object.assign(made.dataset, { record: id, family, box: box.join(" ") });
    put(made, sheet, box);
    return made;
  }

  // The picture is turned to be read; boxes are those of the page as it lies in the file.
  function put(element, sheet, [x0, y0, x1, y1]) {
    const [width, height] = sheet.size;
    const [left, top, right, bottom] = [x0 / width, y0 / height, x1 / width, y1 / height];
    const turned = { 0: [left, top, right, bottom], 90: [1 - bottom, left, 1 - top, right], 180: [1 - right, 1 - bottom, 1 - left, 1 - top], 270: [top, 1 - right, bottom, 1 - left] };
    const [from, above, to, below] = turned[sheet.turn];
    Object.assign(element.style, { left: `${100 * from}%`, width: `${100 * (to - from)}%`, top: `${100 * above}%`, height: `${100 * (below - above)}%` });
  }

  scroller.addEventListener("click", ({ target }) => {
    const box = target.closest(".box");
    if (!box) return;
    lightBox(box);
    chooseRecord(box.dataset.record, box.dataset.family, { box: box.dataset.box, page: box.closest(".sheet").dataset.page });
  });
  scroller.addEventListener("keydown", (event) => {
    const box = event.target.closest(".box");
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!box || !by) return;
    const boxes = [...box.closest(".sheet").querySelectorAll(".box")];
    const next = boxes[boxes.indexOf(box) + by];
    if (!next) return;
    event.preventDefault();
    box.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  function lightBox(box) {
    scroller.querySelectorAll(".box.lit").forEach((lit) => lit.classList.remove("lit"));
    box.classList.add("lit");
  }

  scroller.querySelectorAll(".sheet").forEach((sheet) => near.observe(sheet));
  return {
    show: async (data) => {
      if (!data.page) return;
      const sheet = figure(Number(data.page));
      await outline(sheet);
      const box = sheet.querySelector(`.box[data-box="${data.box}"]`);
      if (!box) return sheet.scrollIntoView({ block: "nearest" });
      lightBox(box);
      const into = box.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      scroller.scrollTop += into - scroller.clientHeight / 3;
    },
  };
}

function watchText(scroller, page, chooseRecord) {
  const address = `${page.dataset.home}/source`;
  // Stretches that are kept: more than three screens of the shortest lines.
  const MOST = 5;
  let asking = false;
  let at = scroller.scrollTop;
  scroller.querySelector(".steps").hidden = true;
  scroller.querySelector(".steps").style.display = "none";
  const stretches = () => [...scroller.querySelectorAll(".stretch")];

  async function read(query) {
    const answer = await ask(`${address}?${query}`);
    if (!answer?.ok) return null;
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    return made.content.querySelector(".stretch");
  }

  async function extend() {
    const all = stretches();
    const [first, last] = [all[0], all.at(-1)];
    if (asking || !first) return;
    asking = true;
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (left < 800 && Number(last.dataset.end) < Number(last.dataset.total)) await append(last, all);
    else if (scroller.scrollTop < 400 && Number(first.dataset.start) > 0) await prepend(first, all);
    asking = false;
  }

  async function append(last, all) {
    const made = await read(`start=${last.dataset.end}`);
    if (!made) return;
    last.after(made);
    if (all.length < MOST) return;
    const height = all[0].offsetHeight;
    all[0].remove();
    scroller.scrollTop -= height;
  }

  async function prepend(first, all) {
    const start = Math.max(0, Number(first.dataset.start) - 30);
    const made = await read(`start=${start}`);
    if (!made) return;
    first.before(made);
    if (Number(made.dataset.end) > Number(first.dataset.start)) first.remove();
    else scroller.scrollTop += made.offsetHeight;
    if (all.length >= MOST) stretches().at(-1).remove();
  }

  function find(data) {
    return scroller.querySelector(`[data-cell="${cellOf(data.at)}"]`);
  }

  async function bring(data) {
    if (find(data)) return find(data);
    const made = await read(`at=${data.at}`);
    if (!made) return null;
    stretches().forEach((one) => one.remove());
    scroller.prepend(made);
    return find(data);
  }

  scroller.addEventListener("scroll", () => { if (Math.abs(scroller.scrollTop - at) > 50) { at = scroller.scrollTop; extend(); } }, { passive: true });
  scroller.addEventListener("click", (event) => {
    const link = event.target.closest("a.read");
    const holder = link ?? event.target.closest("tr[data-record]");
    if (!holder) return;
    event.preventDefault();
    const cell = event.target.closest("[data-cell]");
    chooseRow(holder);
    chooseRecord(holder.dataset.record, holder.dataset.family, { cell: cell?.dataset.cell });
  });

  function chooseRow(holder) {
    scroller.querySelectorAll(".chosen").forEach((one) => one.classList.remove("chosen"));
    (holder.closest("tr") ?? holder).classList.add("chosen");
  }

  extend();
  return {
    show: async (data) => {
      const cell = data.at && await bring(data);
      unmark(scroller);
      if (!cell) return;
      chooseRow(cell);
      const [, , , start, end] = data.at.split("-").map(Number);
      const shown = markText(cell, start, end) ?? cell;
      scroller.scrollTop += shown.getBoundingClientRect().top - scroller.getBoundingClientRect().top - scroller.clientHeight / 3;
    },
  };
}

function unmark(scroller) {
  for (const mark of scroller.querySelectorAll("mark")) { const parent = mark.parentNode; mark.replaceWith(...mark.childNodes); parent.normalize(); }
}

// Marks the letters from start to end of a cell's text, over the links that stand in it; gives the first mark.
function markText(cell, start, end) {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let node = walker.nextNode(), at = 0; node; node = walker.nextNode()) { nodes.push([node, at]); at += letters(node.data); }
  let first = null;
  for (const [node, at] of nodes) {
    const all = [...node.data];
    const [from, to] = [Math.max(0, start - at), Math.min(all.length, end - at)];
    if (from >= to) continue;
    const range = document.createRange();
    range.setStart(node, all.slice(0, from).join("").length);
    range.setEnd(node, all.slice(0, to).join("").length);
    const mark = document.createElement("mark");
    range.surroundContents(mark);
    first ??= mark;
  }
  return first;
}

// Places count letters, and JavaScript's strings count halves of those beyond U+FFFF.
function letters(text) { return [...text].length; }
