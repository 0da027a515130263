// A timeline that is wider than the window begins with the current month, where its year is shown.
const month = document.querySelector(".timeline thead .now");
const box = month?.closest(".scroll");
if (box) {
  const column = document.querySelector(".timeline .what").offsetWidth;
  box.scrollLeft = Math.max(0, month.offsetLeft - column - month.offsetWidth);
}
