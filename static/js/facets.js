/* The values of a closed facet, opened in place. Without this script, which comes when a reader comes to the facets, its
   head leads to the page that lists them. */
(function () {
  "use strict";

  function addValues(head, html) {
    var values = new DOMParser().parseFromString(html, "text/html").querySelector("[data-facet-values]");
    if (!values) throw new Error("no values");
    // Beside a list the long rest of the values stays folded.
    values.querySelectorAll("details").forEach(function (more) { more.open = false; });
    return head.parentNode.appendChild(document.importNode(values, true));
  }

  function openAndClose(head) {
    var values = null;
    var isComing = false;

    function show(isOpen) {
      values.hidden = !isOpen;
      head.setAttribute("aria-expanded", String(isOpen));
    }

    function fetchValues() {
      if (isComing) return;
      isComing = true;
      head.setAttribute("aria-busy", "true");
      fetch(head.href, { credentials: "same-origin" })
        .then(function (answer) {
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.text();
        })
        .then(function (html) {
          values = addValues(head, html);
          show(true);
        })
        .catch(function () { location.assign(head.href); })
        .finally(function () {
          isComing = false;
          head.removeAttribute("aria-busy");
        });
    }

    head.setAttribute("role", "button");
    head.setAttribute("aria-expanded", "false");
    head.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (values) show(values.hidden);
      else fetchValues();
    });
    head.addEventListener("keydown", function (event) {
      if (event.key !== " ") return;
      event.preventDefault();
      head.click();
    });
  }

  document.querySelectorAll("a[data-facet]").forEach(openAndClose);
})();
