// The way to the stand-in's control door, the words of the page, and small helpers for building it.

export const $ = (id) => document.getElementById(id);
export const words = JSON.parse($("words").textContent);

const DOOR = "/_control";

// What the door answers; with a body it is a post. Throws an Error whose message is what the door said.
export async function ask(path, body) {
  const how = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`${DOOR}/${path}`, how || {});
  if (answer.ok) return answer.json();
  const said = await answer.json().catch(() => ({}));
  const problem = new Error(said.error ?? `${path} ${answer.status}`);
  problem.status = answer.status;
  throw problem;
}

export const query = (path, given) => `${path}?${new URLSearchParams(given)}`;

// A new element: make("p", "quiet", "text", child, …); texts are set as text.
export function make(tag, className = "", ...inside) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...inside);
  return element;
}

export function button(label, className, onClick) {
  const made = make("button", className, label);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

export const copyOf = (id) => $(id).content.firstElementChild.cloneNode(true);

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const hue = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);

// The square with a letter that stands for somebody's picture.
export function face(element, name) {
  element.textContent = [...name].at(-1) ?? "？";
  element.style.setProperty("--hue", hue(name));
}

export function accountFace(element) {
  element.textContent = words.account_letter;
  element.classList.add("account-face");
}

export const isPhone = () => matchMedia("(max-width: 760px)").matches;
