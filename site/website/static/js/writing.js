// Adds to each text field for Markdown: a toolbar, names to choose from while typing (completing.js), a preview below
// the field, and a draft that is saved while typing. Without script the syntax is typed and plain buttons do the rest.
import { offerNames } from "./completing.js";

const MARKS = {
  bold: { around: "**" },
  italic: { around: "*" },
  quote: { before: "> " },
  list: { before: "- " },
};
const DRAFT_DELAY = 1500;

function notifyInput(textarea) {
  textarea.focus();
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}

function applyMark(textarea, { around, before }) {
  const { selectionStart: start, selectionEnd: end, value } = textarea;
  const selected = value.slice(start, end);
  const marked = around
    ? `${around}${selected}${around}`
    : selected.split("\n").map((line) => before + line).join("\n");
  textarea.setRangeText(marked, start, end, "select");
  if (!selected) textarea.setSelectionRange(start + (around ?? before).length, start + (around ?? before).length);
  notifyInput(textarea);
}

function insertSign(textarea, sign) {
  const before = textarea.value.slice(0, textarea.selectionStart);
  const space = /(^|\s)$/.test(before) ? "" : " ";
  textarea.setRangeText(space + sign, textarea.selectionStart, textarea.selectionEnd, "end");
  notifyInput(textarea);
}

function showPreviews(form, preview) {
  for (const button of form.querySelectorAll("[data-preview-button]")) {
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      const data = new FormData(form);
      data.delete("files");
      try {
        const response = await fetch(button.formAction, { method: "POST", body: data });
        if (!response.ok) throw new Error(response.status);
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        preview.replaceChildren(...page.querySelectorAll("main .notice, main [data-preview]"));
        preview.hidden = false;
        preview.scrollIntoView({ block: "nearest" });
        // The text is too long for a status message: screen readers start reading at the focus.
        preview.focus({ preventScroll: true });
      } catch {
        button.dataset.previewButton = "plain";
        form.requestSubmit(button);
      }
    });
  }
}

function saveDrafts(form) {
  const status = form.querySelector("[data-draft-status]");
  let timer;
  let pendingRequest;
  let isSent = false;
  const stop = () => {
    clearTimeout(timer);
    pendingRequest?.abort();
  };
  const save = async () => {
    const data = new FormData(form);
    data.delete("files");
    data.set("by_script", "1");
    const isWritten = ["title", "body"].some((name) => data.get(name)?.trim());
    pendingRequest?.abort();
    pendingRequest = new AbortController();
    try {
      const response = await fetch(form.dataset.drafts, { method: "POST", body: data, signal: pendingRequest.signal, redirect: "error" });
      if (response.ok && isWritten && status) status.textContent = status.dataset.saved;
    } catch {
      // The connection failed: the next input tries again.
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

for (const textarea of document.querySelectorAll("textarea[data-writing]")) {
  const template = document.querySelector("template[data-toolbar]");
  if (!template) continue;
  const parts = template.content.cloneNode(true);
  const part = (name) => parts.querySelector(`[data-part="${name}"]`);
  const [toolbar, choices, status, preview] = ["toolbar", "choices", "status", "preview"].map(part);
  for (const button of toolbar.querySelectorAll("button[data-mark]")) {
    button.addEventListener("click", () => applyMark(textarea, MARKS[button.dataset.mark]));
  }
  for (const button of toolbar.querySelectorAll("button[data-sign]")) {
    button.addEventListener("click", () => insertSign(textarea, button.dataset.sign));
  }
  textarea.before(toolbar);
  textarea.after(choices, status, preview);
  const currentBoard = () => textarea.form.elements.board?.value ?? template.dataset.board;
  offerNames(textarea, { list: choices, status, url: template.dataset.complete, currentBoard });
  showPreviews(textarea.form, preview);
  if (textarea.form.dataset.drafts) saveDrafts(textarea.form);
}
