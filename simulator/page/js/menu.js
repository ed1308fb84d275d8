// The account's menu at the bottom of a chat: up to three buttons, each perhaps with a list that pops up.
import { button, make } from "./door.js";

// Fill `place` with the buttons; `press` is called with the entry that was chosen.
export function showMenu(place, buttons, press) {
  place.replaceChildren(...buttons.map((entry) => {
    if (!entry.sub_button?.length) return make("div", "", button(entry.name, "plain", () => press(entry)));
    return group(place, entry, press);
  }));
}

function group(place, entry, press) {
  const list = make("div", "pop", ...entry.sub_button.map((inner) => button(inner.name, "plain", () => {
    close(place);
    press(inner);
  })));
  list.hidden = true;
  const opener = button(entry.name, "plain has-list", () => {
    const wasOpen = !list.hidden;
    close(place);
    list.hidden = wasOpen;
    opener.setAttribute("aria-expanded", String(!wasOpen));
  });
  opener.setAttribute("aria-expanded", "false");
  return make("div", "", list, opener);
}

export function close(place) {
  for (const list of place.querySelectorAll(".pop")) list.hidden = true;
  for (const opener of place.querySelectorAll("[aria-expanded]")) opener.setAttribute("aria-expanded", "false");
}

document.addEventListener("click", (event) => {
  for (const place of document.querySelectorAll(".bottom .menu")) {
    if (!place.contains(event.target)) close(place);
  }
});
