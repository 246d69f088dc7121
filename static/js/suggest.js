/* Suggestions while typing, after the ARIA combobox pattern: the field stays a plain search field without this script. */
(function () {
  "use strict";
  document.querySelectorAll("input[data-suggest]").forEach(function (input) {
    var list = document.createElement("ul");
    var items = [];
    var at = -1;
    var timer = 0;
    var asked = null;
    list.className = "suggestions";
    list.id = input.id + "-suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.label || "");
    list.hidden = true;
    input.insertAdjacentElement("afterend", list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    function close() {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(place) {
      at = place;
      Array.prototype.forEach.call(list.children, function (item, number) {
        item.setAttribute("aria-selected", number === at ? "true" : "false");
      });
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", list.children[at].id);
    }

    function show(found) {
      items = found;
      list.textContent = "";
      found.forEach(function (suggestion, number) {
        var item = document.createElement("li");
        var text = document.createElement("bdi");
        var kind = document.createElement("span");
        item.id = list.id + "-" + number;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        text.textContent = suggestion.text;
        kind.textContent = input.dataset[suggestion.kind] || "";
        kind.className = "soft";
        item.append(text, kind);
        item.addEventListener("mousedown", function (event) {
          event.preventDefault();
          location.assign(suggestion.url);
        });
        list.append(item);
      });
      if (!found.length) { close(); return; }
      at = -1;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }

    function ask() {
      var text = input.value.trim();
      if (asked) asked.abort();
      if (text.length < 2) { close(); return; }
      asked = new AbortController();
      var address = input.dataset.suggest + "?q=" + encodeURIComponent(text) + "&lang=" + encodeURIComponent(input.dataset.language);
      fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } })
        .then(function (answer) { return answer.ok ? answer.json() : { suggestions: [] }; })
        .then(function (data) { if (document.activeElement === input) show(data.suggestions); })
        .catch(function () { /* typed on, or no connection: the search itself still works */ });
    }

    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    });
    // The script comes with the first focus; what was typed before it came counts.
    if (document.activeElement === input) ask();
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      if (list.hidden) {
        if (event.key === "ArrowDown" && items.length && input.value.trim().length > 1) { show(items); mark(0); event.preventDefault(); }
        return;
      }
      if (event.key === "ArrowDown") mark(at + 1 < items.length ? at + 1 : -1);
      else if (event.key === "ArrowUp") mark(at < 0 ? items.length - 1 : at - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && at >= 0) location.assign(items[at].url);
      else return;
      event.preventDefault();
    });
  });
})();
