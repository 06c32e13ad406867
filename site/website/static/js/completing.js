// Names to choose from while one types @ or #: the list is the text's own, so that the focus stays in it (the pattern of
// an editable field with a listbox).
const DELAY = 150;
const BEGUN = /(?:^|[\s(])([@#])([\p{L}\p{N}][\p{L}\p{N}’' -]{1,58})$/u;

export function completing(area, list, status, address, boardNow) {
  let timer;
  let asking;
  let found = null;
  let current = -1;

  list.id = `${area.id}-choices`;
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);

  function close() {
    clearTimeout(timer);
    asking?.abort();
    found = null;
    current = -1;
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    area.removeAttribute("aria-activedescendant");
  }

  function point(number) {
    const options = [...list.children];
    current = (number + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === current)));
    area.setAttribute("aria-activedescendant", options[current].id);
    options[current].scrollIntoView({ block: "nearest" });
  }

  function choose(item) {
    area.setRangeText(`${item.text} `, found.start, area.selectionStart, "end");
    close();
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
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
    // The text keeps the focus, and with it the keyboard of a telephone.
    row.addEventListener("pointerdown", (event) => event.preventDefault());
    row.addEventListener("click", () => choose(item));
    return row;
  }

  async function ask() {
    const match = BEGUN.exec(area.value.slice(0, area.selectionStart));
    if (!match) return close();
    const [, sign, words] = match;
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams({ sign, q: words.trim(), board: boardNow() });
    try {
      const answer = await fetch(`${address}?${query}`, { signal: asking.signal, redirect: "error" });
      const { items } = answer.ok ? await answer.json() : { items: [] };
      if (!items.length) return close();
      found = { start: area.selectionStart - words.length - 1, items };
      list.replaceChildren(...items.map(option));
      list.hidden = false;
      current = -1;
      area.removeAttribute("aria-activedescendant");
      status.textContent = `${items.length} – ${status.dataset.words}`;
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
    return undefined;
  }

  area.addEventListener("input", () => {
    clearTimeout(timer);
    const match = BEGUN.exec(area.value.slice(0, area.selectionStart));
    if (match && match[2].trim().length > 1) timer = setTimeout(ask, DELAY);
    else close();
  });
  area.addEventListener("keydown", (event) => {
    if (!found || event.isComposing) return;
    const act = {
      ArrowDown: () => point(current + 1),
      ArrowUp: () => point(current < 0 ? -1 : current - 1),
      Escape: close,
      Enter: current < 0 ? undefined : () => choose(found.items[current]),
      Tab: current < 0 ? undefined : () => choose(found.items[current]),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  area.addEventListener("blur", close);
}
