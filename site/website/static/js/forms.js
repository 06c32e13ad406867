// For long forms: focuses the summary of errors, warns before typed text is lost, and adds rows to formsets.
const summary = document.querySelector(".form-errors");
if (summary) summary.focus();

for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = Boolean(summary);
  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

for (const set of document.querySelectorAll("[data-formset]")) {
  const total = set.querySelector(`[name="${set.dataset.formset}-TOTAL_FORMS"]`);
  const maximum = Number(set.querySelector(`[name="${set.dataset.formset}-MAX_NUM_FORMS"]`).value);
  const blank = set.querySelector("template");
  const add = set.querySelector("[data-add-row]");
  const rows = set.querySelector(".rows");

  add.hidden = false;
  add.addEventListener("click", () => {
    const number = Number(total.value);
    if (number >= maximum) return;
    const row = blank.content.cloneNode(true);
    for (const node of row.querySelectorAll("*")) {
      for (const attribute of [...node.attributes]) {
        attribute.value = attribute.value.replaceAll("__prefix__", number);
      }
    }
    rows.append(row);
    total.value = number + 1;
    rows.lastElementChild.querySelector("input:not([type=hidden]), select, textarea").focus();
    add.disabled = number + 1 >= maximum;
  });
}
