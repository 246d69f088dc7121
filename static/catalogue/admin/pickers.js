/* Helps with long checkbox lists: search, and a line that says what is chosen. Without it the lists are plain. */
(function () {
  "use strict";

  // Letters without their marks, so that "cote" finds "Côte d'Ivoire".
  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function tellChosen(picker) {
    const chosen = picker.querySelector("[data-picker-chosen]");
    if (!chosen) return;
    const labels = Array.from(picker.querySelectorAll('input[type="checkbox"]:checked'), function (box) {
      return box.nextElementSibling.textContent.trim();
    });
    chosen.textContent = labels.length ? labels.join(" · ") : chosen.dataset.empty;
  }

  function search(picker, text) {
    const wanted = plain(text.trim());
    let found = 0;
    picker.querySelectorAll(".picker__group").forEach(function (line) {
      const isShown = plain(line.textContent).includes(wanted);
      line.hidden = !isShown;
      if (isShown) found += 1;
    });
    picker.querySelector("[data-picker-nothing]").hidden = found > 0;
  }

  function start(picker) {
    if (picker.dataset.started) return;
    picker.dataset.started = "yes";
    const box = picker.querySelector("[data-picker-search]");
    if (box) {
      box.hidden = false;
      const input = box.querySelector("input");
      input.addEventListener("input", function (event) {
        event.stopPropagation(); // searching is no change of the record
        search(picker, input.value);
      });
      input.addEventListener("change", function (event) { event.stopPropagation(); });
      input.addEventListener("keydown", function (event) {
        if (event.key === "Enter") event.preventDefault();
      });
    }
    picker.addEventListener("change", function () { tellChosen(picker); });
  }

  function startAll(root) {
    root.querySelectorAll("[data-picker]").forEach(start);
  }

  document.addEventListener("DOMContentLoaded", function () { startAll(document); });
  if (document.readyState !== "loading") startAll(document);
})();
