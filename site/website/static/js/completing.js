// Offers names while @ or # is typed in a text field. The focus stays in the field, which controls the listbox
// (the ARIA pattern of a combobox).
const DELAY = 150;
const TYPED_NAME = /(?:^|[\s(])([@#])([\p{L}\p{N}][\p{L}\p{N}’' -]{1,58})$/u;

export function offerNames(textarea, { list, status, url, currentBoard }) {
  let timer;
  let request;
  let found = null;
  let current = -1;

  list.id = `${textarea.id}-choices`;
  textarea.setAttribute("aria-autocomplete", "list");
  textarea.setAttribute("aria-controls", list.id);

  function close() {
    clearTimeout(timer);
    request?.abort();
    found = null;
    current = -1;
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    textarea.removeAttribute("aria-activedescendant");
  }

  function highlight(number) {
    const options = [...list.children];
    current = (number + options.length) % options.length;
    options.forEach((option, position) => option.setAttribute("aria-selected", String(position === current)));
    textarea.setAttribute("aria-activedescendant", options[current].id);
    options[current].scrollIntoView({ block: "nearest" });
  }

  function choose(item) {
    textarea.setRangeText(`${item.text} `, found.start, textarea.selectionStart, "end");
    close();
    textarea.focus();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function option(item, number) {
    const row = document.createElement("li");
    const hint = document.createElement("span");
    row.id = `${list.id}-${number}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    hint.className = "small quiet";
    hint.textContent = item.hint;
    row.append(item.label, " ", hint);
    // The field keeps the focus, and a phone its on-screen keyboard.
    row.addEventListener("pointerdown", (event) => event.preventDefault());
    row.addEventListener("click", () => choose(item));
    return row;
  }

  async function fetchNames() {
    const match = TYPED_NAME.exec(textarea.value.slice(0, textarea.selectionStart));
    if (!match) return close();
    const [, sign, words] = match;
    request?.abort();
    request = new AbortController();
    const query = new URLSearchParams({ sign, q: words.trim(), board: currentBoard() });
    try {
      const response = await fetch(`${url}?${query}`, { signal: request.signal, redirect: "error" });
      const { items } = response.ok ? await response.json() : { items: [] };
      if (!items.length) return close();
      found = { start: textarea.selectionStart - words.length - 1, items };
      list.replaceChildren(...items.map(option));
      list.hidden = false;
      current = -1;
      textarea.removeAttribute("aria-activedescendant");
      status.textContent = `${items.length} – ${status.dataset.instructions}`;
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
    return undefined;
  }

  textarea.addEventListener("input", () => {
    clearTimeout(timer);
    const match = TYPED_NAME.exec(textarea.value.slice(0, textarea.selectionStart));
    if (match && match[2].trim().length > 1) timer = setTimeout(fetchNames, DELAY);
    else close();
  });
  textarea.addEventListener("keydown", (event) => {
    if (!found || event.isComposing) return;
    const action = {
      ArrowDown: () => highlight(current + 1),
      ArrowUp: () => highlight(current < 0 ? -1 : current - 1),
      Escape: close,
      Enter: current < 0 ? undefined : () => choose(found.items[current]),
      Tab: current < 0 ? undefined : () => choose(found.items[current]),
    }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  textarea.addEventListener("blur", close);
}
