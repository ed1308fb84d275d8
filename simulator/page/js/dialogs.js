// The dialogs: each answers a promise, null where it was given up.
import { $, accountFace, ask, button, face, make, words } from "./door.js";
import { readCode } from "./qr.js";

function open(dialog) {
  const form = dialog.querySelector("form");
  dialog.returnValue = "";
  dialog.showModal();
  form.elements.answer?.select();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue ? { how: dialog.returnValue, fields: form.elements } : null);
  });
}

async function line(id, fallback = null) {
  const given = await open($(id));
  const answer = given?.fields.answer.value.trim();
  return answer ? { answer, fields: given.fields } : fallback;
}

export async function askPerson() {
  const { elements } = $("ask-person").querySelector("form");
  elements.answer.value = "";
  elements.follows.checked = true;
  const given = await line("ask-person");
  return given && { name: given.answer, follows: given.fields.follows.checked };
}

// What was said, "" where WeChat made no text of it.
export async function askVoice() {
  const { elements } = $("ask-voice").querySelector("form");
  elements.answer.value = "";
  elements.unheard.checked = false;
  const given = await open($("ask-voice"));
  if (!given) return null;
  return { recognition: given.fields.unheard.checked ? "" : given.fields.answer.value.trim() };
}

export async function askPlace() {
  const given = await line("ask-place");
  return given && { label: given.answer, latitude: 43.617, longitude: 122.263 };
}

// A code to scan: one that somebody's chat shows, one of a place, or what is typed in. {text, of: "chat" | "place" | ""}
export async function askScan(chats) {
  const dialog = $("ask-scan");
  const place = dialog.querySelector(".choices");
  const field = dialog.querySelector("form").elements.answer;
  field.value = "";
  const found = [...await codesInChats(chats), ...await codesOfPlaces()];
  let chosen = null;
  place.replaceChildren(...found.map((code) => button("", "code plain", () => {
    chosen = code;
    dialog.close("yes");
  })));
  [...place.children].forEach((child, index) => child.append(found[index].face, make("span", "", found[index].label)));
  dialog.querySelector(".none").hidden = found.length > 0;
  const given = await open(dialog);
  if (chosen) return { text: chosen.text, of: chosen.of };
  const typed = given?.fields.answer.value.trim();
  return typed ? { text: typed, of: "" } : null;
}

// The newest four codes that came to somebody as a picture and can be read.
async function codesInChats(chats) {
  const codes = [];
  for (const chat of chats.values()) {
    for (const image of [...chat.list.querySelectorAll(".bubble:not(.own) img")].slice(-2)) {
      const text = readCode(image);
      if (!text) continue;
      const small = make("img");
      Object.assign(small, { src: image.src, alt: words.bubble.pass });
      codes.push({ text, of: "chat", label: chat.name, face: small });
    }
  }
  return codes.slice(-4);
}

async function codesOfPlaces() {
  return (await ask("codes")).map((code) => {
    const letter = make("span", "avatar");
    face(letter, code.name ?? code.scene);
    return { text: code.scene, of: "place", label: code.name || code.scene.slice(0, 16), face: letter };
  });
}

// The answers to the popup of subscription notices by template id; null where it was closed or nothing can be agreed to.
export async function askConsent(templates) {
  const dialog = $("ask-consent");
  const { elements } = dialog.querySelector("form");
  accountFace(dialog.querySelector(".account-face"));
  dialog.querySelector(".from").textContent = words.account;
  dialog.querySelector(".none").hidden = templates.length > 0;
  for (const part of dialog.querySelectorAll(".always, .main")) part.hidden = templates.length === 0;
  elements.always.checked = false;
  dialog.querySelector(".choices").replaceChildren(...templates.map((template) => {
    const tick = make("input");
    Object.assign(tick, { type: "checkbox", checked: true, value: template.template_id });
    return make("label", "check", tick, template.title);
  }));
  const given = await open(dialog);
  if (!given || templates.length === 0) return null;
  const yes = elements.always.checked ? "always" : "accept";
  const ticks = [...dialog.querySelectorAll(".choices input")];
  return Object.fromEntries(ticks.map((tick) => [tick.value, given.how === "yes" && tick.checked ? yes : "reject"]));
}
