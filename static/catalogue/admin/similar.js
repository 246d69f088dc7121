/* While a record is written, asks which records it may be already and lists them above the form. */
(function () {
  "use strict";

  const WAIT = 600; // milliseconds without typing

  function start(root) {
    const notice = root.querySelector("[data-similar-notice]");
    const list = root.querySelector("[data-similar-list]");
    const form = root.closest("form");
    if (!form) return;
    let timer = null;
    let asked = "";
    let request = null;

    function read() {
      const query = new URLSearchParams();
      ["name", "url", "source_repo", "summary"].forEach(function (name) {
        const input = form.elements.namedItem(name);
        if (input && input.value.trim()) query.append(name, input.value.trim().slice(0, 500));
      });
      form.querySelectorAll('input[name^="aliases-"][name$="-name"]').forEach(function (input) {
        if (input.value.trim() && !input.name.includes("__prefix__")) query.append("aka", input.value.trim());
      });
      return query;
    }

    function show(found) {
      list.replaceChildren();
      found.forEach(function (one) {
        const link = document.createElement("a");
        link.href = one.url;
        link.target = "_blank";
        link.rel = "noreferrer";
        link.textContent = one.name;
        const item = document.createElement("li");
        item.append(link, " (" + one.why + ")");
        list.append(item);
      });
      notice.hidden = found.length === 0;
    }

    function ask() {
      const query = read();
      const text = query.toString();
      if (text === asked) return;
      asked = text;
      if (!query.has("name") && !query.has("url") && !query.has("source_repo") && !query.has("aka")) { show([]); return; }
      query.append("pk", root.dataset.pk);
      if (request) request.abort();
      request = new AbortController();
      fetch(root.dataset.url + "?" + query, { headers: { Accept: "application/json" }, signal: request.signal })
        .then(function (response) { return response.ok ? response.json() : { similar: [] }; })
        .then(function (answer) { show(answer.similar); })
        .catch(function () { /* offline or overtaken by the next question: saving warns as well */ });
    }

    form.addEventListener("input", function (event) {
      const name = event.target.name || "";
      if (!/^(name|url|source_repo|summary|aliases-\d+-name)$/.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    // The first save by itself makes the record: from then on it isn't its own duplicate.
    form.addEventListener("w-autosave:success", function (event) {
      const answer = event.detail && event.detail.response;
      if (!answer || !answer.pk || String(answer.pk) === root.dataset.pk) return;
      root.dataset.pk = String(answer.pk);
      asked = "";
      ask();
    });
    ask();
  }

  function startAll() {
    document.querySelectorAll("[data-similar]").forEach(function (root) {
      if (root.dataset.started) return;
      root.dataset.started = "yes";
      start(root);
    });
  }

  document.addEventListener("DOMContentLoaded", startAll);
  if (document.readyState !== "loading") startAll();
})();
