// The open forms: a press of the button sends once, and records like the one being suggested are shown.
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

// Shows records like the one being suggested while its name, organisation or address is typed.
// Without this script the same list appears when the form is sent.
(() => {
  const place = document.querySelector("[data-similar]");
  if (!place) return;
  const names = ["name", "organisation", "url"];
  const inputs = names.map((name) => document.querySelector(`[name="${name}"]`)).filter(Boolean);
  let timer, asking;
  const ask = () => {
    if (asking) asking.abort();
    asking = new AbortController();
    const query = new URLSearchParams(inputs.map((input) => [input.name, input.value]));
    fetch(`${place.dataset.similar}?${query}`, { signal: asking.signal })
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((html) => { place.innerHTML = html; })
      .catch(() => {});
  };
  inputs.forEach((input) => input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 400);
  }));
})();
