// Fetches the part of a page that shows progress every two seconds; without script a link reloads it.
const INTERVAL_MILLISECONDS = 2000;

const update = async () => {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-progress]");
  const status = document.querySelector("[data-progress]");
  // The element stays: screen readers announce changes inside a status, not a new status.
  if (fresh && fresh.innerHTML !== status.innerHTML) status.replaceChildren(...fresh.childNodes);
};

const schedule = () => {
  if (!document.querySelector("[data-unfinished]")) return;
  setTimeout(() => update().then(schedule, schedule), INTERVAL_MILLISECONDS);
};

schedule();
