// Keeps the progress of an import up to date; without it the page has a link to look again.
(() => {
  const SECONDS = 3;
  const region = document.querySelector("[data-import-progress]");
  if (!region) return;
  const look = async () => {
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-import-progress]");
      if (!fresh) {
        window.location.reload();
        return;
      }
      region.replaceChildren(...fresh.childNodes);
    } catch {
      // The server may be restarting; the next look tells.
    }
    window.setTimeout(look, SECONDS * 1000);
  };
  window.setTimeout(look, SECONDS * 1000);
})();
