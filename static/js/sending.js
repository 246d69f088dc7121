// One press of a form's button sends it; while it is on its way the button says so. Without this script the server
// still takes a form once.
(() => {
  document.querySelectorAll("form[data-once]").forEach((form) => {
    const button = form.querySelector("[data-sending]");
    const words = button.textContent;
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      button.textContent = button.dataset.sending;
      button.setAttribute("aria-disabled", "true");
    });
    // Back from the receipt: the page may come out of the browser's memory as it was left.
    addEventListener("pageshow", () => {
      delete form.dataset.sent;
      button.textContent = words;
      button.removeAttribute("aria-disabled");
    });
  });
})();
