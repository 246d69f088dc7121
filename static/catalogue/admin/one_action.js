// One click is one action. A form of the admin is sent once, and never beside a save of its own:
// Wagtail's autosave takes along the workflow action that a button has put into the form, and goes on while the form is
// on its way (wagtail issue 13856, pull request 14460). So it is stopped, and what it has begun is waited for.
(() => {
  const LONGEST = 15000; // after which a form whose answer left the page here (a file) may be sent again
  let sent = new WeakSet();
  const autosaves = new WeakMap(); // form → its last autosave that may not have begun yet

  const decides = (form) => form.querySelector('input[name="action-workflow-action"]') !== null;

  const stop = (form) => {
    form.dataset.wAutosaveActiveValue = "false";
    form.dataset.wUnsavedConfirmationValue = "false";
    const waiting = autosaves.get(form);
    if (waiting) waiting.preventDefault();
  };

  // The autosave that is under way, or nothing.
  const underWay = (form) => {
    const controller = window.wagtail?.app?.getControllerForElementAndIdentifier(form, "w-autosave");
    return controller?.submitPromise ?? null;
  };

  const addHidden = (form, button) => {
    if (!button?.name) return;
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: button.name, value: button.value });
    form.append(input);
  };

  const send = (form) => HTMLFormElement.prototype.submit.call(form);

  // Sends the form unless it is on its way already; true where the browser may go on by itself.
  const begin = (form, button) => {
    sent.add(form);
    stop(form);
    const saving = underWay(form);
    if (!saving) return true;
    addHidden(form, button);
    saving.catch(() => {}).then(() => send(form));
    return false;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.target) return;
    if (sent.has(form) || (form.matches("[data-edit-form]") && !begin(form, event.submitter))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.defaultPrevented) return;
    sent.add(form);
    // Another script may still keep it back, to ask or to send it itself.
    setTimeout(() => { if (event.defaultPrevented) sent.delete(form); });
    setTimeout(() => { sent.delete(form); }, LONGEST);
  }, true);

  document.addEventListener("w-autosave:save", (event) => {
    const form = event.target;
    if (sent.has(form) || decides(form)) event.preventDefault();
    else autosaves.set(form, event);
  });

  // A decision with a comment is sent by Wagtail's script, which no submit event tells of.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-edit-form]").forEach((form) => {
      form.submit = () => {
        if (!sent.has(form) && begin(form)) send(form);
      };
    });
  });

  // The page may come out of the browser's memory as it was left.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sent = new WeakSet();
    document.querySelectorAll("[data-edit-form][data-w-autosave-active-value]").forEach((form) => {
      form.dataset.wAutosaveActiveValue = "true";
      form.dataset.wUnsavedConfirmationValue = "true";
    });
  });
})();
