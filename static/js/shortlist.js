/* A shortlist is its address. It stays in this browser only when the reader presses the button for it. */
(function () {
  "use strict";
  var KEY = "shortlist";
  var box = document.querySelector("[data-kept-shortlist]");
  if (!box) return;
  var keep = box.querySelector("[data-keep]");
  var open = box.querySelector("[data-open]");
  var forget = box.querySelector("[data-forget]");
  var status = box.querySelector("[role=status]");
  var said = status.dataset.said.split("|");

  function kept() {
    try { return localStorage.getItem(KEY) || ""; } catch (error) { return null; }
  }

  function show() {
    var held = kept();
    if (held === null) return;
    keep.hidden = !location.search || held === location.search;
    open.hidden = !held || held === location.search;
    forget.hidden = !held;
    if (held) open.href = location.pathname + held;
    box.hidden = keep.hidden && forget.hidden && !status.textContent;
  }

  keep.addEventListener("click", function () {
    localStorage.setItem(KEY, location.search);
    status.textContent = said[0];
    show();
  });
  forget.addEventListener("click", function () {
    localStorage.removeItem(KEY);
    status.textContent = said[1];
    show();
  });
  show();
})();
