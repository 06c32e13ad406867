// What a text in Markdown gains from script: buttons for its marks, names to choose from while one types, a preview
// below it, and a draft that is kept. Without script the marks and names are typed, and buttons do the rest.
import { completing } from "./completing.js";

const MARKS = {
  bold: { around: "**" },
  italic: { around: "*" },
  quote: { before: "> " },
  list: { before: "- " },
};
const DRAFT_DELAY = 1500;

function changed(area) {
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function mark(area, { around, before }) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  const marked = around ? `${around}${chosen}${around}` : chosen.split("\n").map((line) => before + line).join("\n");
  area.setRangeText(marked, start, end, "select");
  if (!chosen) area.setSelectionRange(start + (around ?? before).length, start + (around ?? before).length);
  changed(area);
}

function typed(area, sign) {
  const before = area.value.slice(0, area.selectionStart);
  const space = /(^|\s)$/.test(before) ? "" : " ";
  area.setRangeText(space + sign, area.selectionStart, area.selectionEnd, "end");
  changed(area);
}

function previewing(form, place) {
  for (const button of form.querySelectorAll("[data-preview-button]")) {
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      const data = new FormData(form);
      data.delete("files");
      try {
        const answer = await fetch(button.formAction, { method: "POST", body: data });
        if (!answer.ok) throw new Error(answer.status);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        place.replaceChildren(...page.querySelectorAll("main .notice, main [data-preview]"));
        place.hidden = false;
        place.scrollIntoView({ block: "nearest" });
      } catch {
        button.dataset.previewButton = "plain";
        form.requestSubmit(button);
      }
    });
  }
}

function drafting(form, area) {
  const status = form.querySelector("[data-draft-status]");
  let timer;
  let sending;
  let isSent = false;
  const stop = () => {
    clearTimeout(timer);
    sending?.abort();
  };
  const save = async () => {
    const data = new FormData(form);
    data.delete("files");
    data.set("by_script", "1");
    const isWritten = ["title", "body"].some((name) => data.get(name)?.trim());
    sending?.abort();
    sending = new AbortController();
    try {
      const answer = await fetch(form.dataset.drafts, { method: "POST", body: data, signal: sending.signal, redirect: "error" });
      if (answer.ok && isWritten && status) status.textContent = status.dataset.saved;
    } catch {
      // No connection just now: the next letters try again.
    }
  };
  form.addEventListener("input", (event) => {
    if (isSent || event.target.type === "file") return;
    if (status) status.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(save, DRAFT_DELAY);
  });
  form.addEventListener("submit", (event) => {
    stop();
    isSent = event.submitter?.formTarget !== "_blank";
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
}

for (const area of document.querySelectorAll("textarea[data-writing]")) {
  const template = document.querySelector("template[data-toolbar]");
  if (!template) continue;
  const parts = template.content.cloneNode(true);
  const [bar, list, words, place] = parts.children;
  for (const button of bar.querySelectorAll("button[data-mark]")) {
    button.addEventListener("click", () => mark(area, MARKS[button.dataset.mark]));
  }
  for (const button of bar.querySelectorAll("button[data-type]")) {
    button.addEventListener("click", () => typed(area, button.dataset.type));
  }
  area.before(bar);
  area.after(list, words, place);
  const boardNow = () => area.form.elements.board?.value ?? template.dataset.board;
  completing(area, list, words, template.dataset.complete, boardNow);
  previewing(area.form, place);
  if (area.form.dataset.drafts) drafting(area.form, area);
}
