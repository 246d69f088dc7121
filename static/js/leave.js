/* Leave quickly: the button, or Escape three times within two seconds.
   location.replace puts the neutral site in the place of this page in the history; what lies before it stays. */
(function () {
  "use strict";
  var link = document.querySelector("[data-leave]");
  if (!link) return;
  var presses = [];

  function leave() {
    document.documentElement.classList.add("is-leaving");
    document.title = link.dataset.leaveTitle || "";
    location.replace(link.href);
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-leave]")) {
      event.preventDefault();
      leave();
    }
  });

  document.addEventListener("keyup", function (event) {
    if (event.key !== "Escape") {
      presses = [];
      return;
    }
    presses = presses.filter(function (at) { return event.timeStamp - at < 2000; });
    presses.push(event.timeStamp);
    if (presses.length >= 3) leave();
  });

  // A page that comes back out of the browser's memory must not stay blank, nor show what was left.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.documentElement.classList.contains("is-leaving")) leave();
  });

  // A field that wants a script of its own gets it when it is first used: the page itself stays light.
  document.addEventListener("focusin", function (event) {
    var address = event.target.dataset && event.target.dataset.script;
    if (!address || document.querySelector('script[src="' + address + '"]')) return;
    var script = document.createElement("script");
    script.src = address;
    document.head.append(script);
  });
})();
