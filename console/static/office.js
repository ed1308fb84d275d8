// Comfort only: every page works without it.
"use strict";

// A form goes off once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// Back in the browser's history the form may be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// Whoever opens "send back" wants to write.
document.querySelectorAll("details.back").forEach((details) => {
  details.addEventListener("toggle", () => {
    if (details.open) {
      details.querySelector("textarea").focus();
    }
  });
});

// What is wrong comes first for whoever cannot see it.
const wrong = document.querySelector("[aria-invalid=true]");
if (wrong) {
  wrong.focus();
}
