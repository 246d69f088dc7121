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
