/* Back from a tool leads to the report of the idea again, without the idea being stored with us or in an address.
   The form is sent in the background and its answer put in the place of this page's content; the words stay in this tab
   (session storage) until it is closed or left quickly. Without this script the browser sends the form itself. */
(function () {
  "use strict";
  var KEY = "idea";
  var form = document.querySelector("form[data-answer-here]");
  if (!form) return;
  var isSending = false;

  function remember(fields) {
    try { sessionStorage.setItem(KEY, fields); } catch (error) { /* then Back shows the empty form */ }
  }

  function remembered() {
    try { return sessionStorage.getItem(KEY) || ""; } catch (error) { return ""; }
  }

  function show(html) {
    var answer = new DOMParser().parseFromString(html, "text/html");
    var main = answer.querySelector("main");
    if (!main) return false;
    document.querySelector("main").replaceWith(main);
    document.title = answer.title;
    form = main.querySelector("form[data-answer-here]");
    return true;
  }

  function ask(fields, then) {
    isSending = true;
    document.querySelector("main").setAttribute("aria-busy", "true");
    fetch(location.pathname, {
      method: "POST", body: fields, headers: { "Content-Type": "application/x-www-form-urlencoded" },
    }).then(function (answer) { return answer.text(); }).then(function (html) {
      isSending = false;
      if (!show(html)) throw new Error("no page");
      then();
    }).catch(function () {
      // No connection, or no page: the browser's own way tells what is wrong.
      isSending = false;
      document.querySelector("main").removeAttribute("aria-busy");
      if (form) form.submit();
    });
  }

  function moveToAnswer() {
    var answer = document.querySelector("main [role=alert], main #report");
    if (!answer) return;
    answer.setAttribute("tabindex", "-1");
    answer.focus({ preventScroll: true });
    answer.scrollIntoView();
  }

  document.addEventListener("submit", function (event) {
    if (event.target !== form || (event.submitter && event.submitter.name)) return;
    event.preventDefault();
    if (isSending) return;
    var fields = new URLSearchParams(new FormData(form)).toString();
    remember(fields);
    history.replaceState({ asked: true }, "");
    ask(fields, moveToAnswer);
  });

  // This entry of the history held a report: show it again, where the reader was.
  var fields = remembered();
  var before = history.state || {};
  if (before.asked && fields && !document.querySelector("#report")) {
    var depth = before.depth || 0;
    ask(fields, function () { scrollTo(0, depth); });
  }
  document.addEventListener("click", function (event) {
    if (!event.target.closest("main a") || !(history.state || {}).asked) return;
    history.replaceState({ asked: true, depth: scrollY }, "");
  });
})();
