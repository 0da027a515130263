// Marks of an auditor are put without loading the page again; where that fails, the form is sent as without scripts.
const texts = document.querySelector("#signing-texts").dataset;
const csrf = document.querySelector('meta[name="csrf"]').content;
const status = document.querySelector("#signed");
const count = document.querySelector("#signed-count");

function markLine(sign) {
  const line = document.createElement("p");
  const tag = document.createElement("span");
  tag.className = `tag ${sign.mark}`;
  tag.textContent = texts[sign.mark];
  const time = new Date(sign.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  line.append(tag, ` ${texts.me}, ${time}${sign.note ? `: ${sign.note}` : ""}`);
  return line;
}

async function send(form, mark) {
  const given = { key: form.elements.key.value, mark, note: form.elements.note.value.trim() };
  const answer = await fetch(`/v1/comparisons/${texts.old}/${texts.new}/sign-offs`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
    body: JSON.stringify(given),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function show(form, sign) {
  const marks = form.parentElement.querySelector(".marks");
  if (!marks.children.length) count.textContent = Number(count.textContent) + 1;
  marks.querySelector(":scope > p")?.remove();
  marks.prepend(markLine(sign));
  form.elements.note.value = "";
  status.setAttribute("aria-live", "polite");
}

for (const form of document.querySelectorAll("form.signing")) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.value || form.dataset.plain) return;
    event.preventDefault();
    button.disabled = true;
    try {
      show(form, await send(form, button.value));
    } catch {
      form.dataset.plain = "yes";
      button.disabled = false;
      form.requestSubmit(button);
      return;
    }
    button.disabled = false;
    button.focus();
  });
}
