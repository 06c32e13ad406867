// While something is being made, its part of the page is fetched anew every two seconds; without this a link does it.
const EVERY_MILLISECONDS = 2000;

const renew = async () => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
  if (fresh) document.querySelector("[data-progress]").replaceWith(fresh);
};

const follow = () => {
  if (!document.querySelector("[data-unfinished]")) return;
  setTimeout(() => renew().then(follow, follow), EVERY_MILLISECONDS);
};

follow();
