// Lists in which things are chosen: a button chooses all of a page, or none.
const all = document.getElementById("choose-all");
if (all) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const boxes = [...all.form.querySelectorAll('input[type="checkbox"]')];
    const wanted = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = wanted;
  });
}
