/* Leave quickly: the button, or Shift pressed and released by itself three times.
   location.replace puts the neutral site in the place of this page in the history; what lies before it stays.
   Escape would be easier to find, but it also closes menus and clears fields: three of those threw a writer out. */
(function () {
  "use strict";
  var way = document.querySelector("[data-leave]");
  if (!way) return;
  var PRESSES = 3;
  // After each press there is this long for the next one.
  var PATIENCE = 5000;
  var cue = document.querySelector("[data-leave-cue]");
  var presses = 0;
  var isShiftAlone = false;
  var timer;

  // A page that was opened before the reader signed in, in another tab, must end the session as well.
  var SESSION = "session";
  var session = way.dataset.leaveSession || "";
  try {
    if (session) localStorage.setItem(SESSION, session);
    else localStorage.removeItem(SESSION);
  } catch (error) { /* the browser lets nothing be kept */ }

  // Sent even though the page goes away. The address needs no token: it takes a form from this site only.
  function endSession() {
    try { session = session || localStorage.getItem(SESSION) || ""; } catch (error) { /* the same */ }
    if (session) navigator.sendBeacon(session);
  }

  // What pages kept in this browser: a shortlist, an idea that was checked.
  function forget() {
    try { localStorage.clear(); } catch (error) { /* the browser lets nothing be kept */ }
    try { sessionStorage.clear(); } catch (error) { /* the same */ }
  }

  function leave() {
    document.documentElement.classList.add("is-leaving");
    document.title = way.dataset.leaveTitle || "";
    endSession();
    forget();
    location.replace(way.dataset.leave);
  }

  function say(text) {
    if (cue) cue.textContent = text;
  }

  function startAgain(text) {
    presses = 0;
    isShiftAlone = false;
    clearTimeout(timer);
    say(text);
    if (text) timer = setTimeout(say, PATIENCE, "");
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-leave]")) return;
    event.preventDefault();
    leave();
  });

  // Shift with anything else is a capital letter, a marked text or another keyboard layout, never a wish to leave.
  function notAlone() {
    if (presses) startAgain("");
    isShiftAlone = false;
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift" || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) notAlone();
    else if (!event.repeat) isShiftAlone = true;
  }, true);

  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift" || !isShiftAlone) return;
    isShiftAlone = false;
    presses += 1;
    clearTimeout(timer);
    if (presses >= PRESSES) {
      leave();
      return;
    }
    say(cue ? cue.dataset.said.split("|")[presses - 1] : "");
    timer = setTimeout(startAgain, PATIENCE, cue ? cue.dataset.over : "");
  }, true);

  ["pointerdown", "wheel"].forEach(function (kind) {
    document.addEventListener(kind, notAlone, { capture: true, passive: true });
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
