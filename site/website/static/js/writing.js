// What a text in Markdown gains from script: buttons for its marks. Without it the marks are typed.
const MARKS = {
  bold: { around: "**" },
  italic: { around: "*" },
  quote: { before: "> " },
  list: { before: "- " },
};

function mark(area, { around, before }) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  const marked = around ? `${around}${chosen}${around}` : chosen.split("\n").map((line) => before + line).join("\n");
  area.setRangeText(marked, start, end, "select");
  if (!chosen) area.setSelectionRange(start + (around ?? before).length, start + (around ?? before).length);
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const area of document.querySelectorAll("textarea[data-writing]")) {
  const bar = document.querySelector(`template[data-toolbar]`)?.content.cloneNode(true);
  if (!bar) continue;
  for (const button of bar.querySelectorAll("button[data-mark]")) {
    button.addEventListener("click", () => mark(area, MARKS[button.dataset.mark]));
  }
  area.before(bar);
}
