// Turns what the stand-in remembers into bubbles. Everything a bot or a person wrote is set as text, never as markup.
import { $, accountFace, copyOf, face, make, words } from "./door.js";
import { anchor, choice, isAddress, withLinks } from "./texts.js";

const NOTES = {
  follow: (seen) => (seen.text ? words.note.follow_scene + short(seen.text) : words.note.follow),
  unfollow: () => words.note.unfollow,
  click: (seen) => words.note.click + seen.text + words.note.click_end,
  scan: (seen) => words.note.scan + short(seen.text),
  view: (seen) => words.note.view + seen.text,
  consent: (seen) => {
    const yes = Object.values(seen.details.answers ?? {}).some((answer) => answer !== "reject");
    return (yes ? words.note.consent : words.note.no_consent) + seen.text.replaceAll("\n", "、");
  },
};

const BODIES = {
  text: (body, seen, tap) => withLinks(body, seen.text, tap),
  image: picture,
  voice,
  location: place,
  link: (body, seen) => body.append(words.bubble.link, " ", seen.text),
  file: (body, seen) => body.append(words.bubble.file, " ", seen.text),
  video: (body) => body.append("▶ ", words.bubble.video),
  shortvideo: (body) => body.append("▶ ", words.bubble.shortvideo),
  msgmenu: menu,
  news: (body, seen) => withLinks(body, seen.text),
  template: card,
};

const short = (scene) => (scene.length > 16 ? `${scene.slice(0, 12)}…` : scene);

// The list item of one bubble. `on` has tap (an item of a menu message was touched) and think (explain this one).
export function bubble(seen, owner, on) {
  const said = seen.channel === "said";
  const note = (said && NOTES[seen.kind]?.(seen)) || (seen.channel === "failure" && seen.text);
  if (note || seen.kind === "transfer_customer_service") return noteLine(note || words.note.transfer, seen, on);
  const item = copyOf("bubble-form");
  const body = item.querySelector(".body");
  item.dataset.kind = seen.kind;
  if (said) face(item.querySelector(".avatar"), owner);
  else accountFace(item.querySelector(".avatar"));
  if (said) item.classList.add("own");
  if (seen.kind === "template") item.classList.add("card");
  (BODIES[seen.kind] ?? ((into) => into.append(words.bubble.other, seen.kind)))(body, seen, on.tap);
  offerThinking(item.querySelector(".think"), seen, on);
  return item;
}

// The grey line that tells the time or what somebody did.
export function noteLine(text, seen, on) {
  const line = copyOf("note-form");
  line.firstElementChild.textContent = text;
  if (seen?.channel === "failure") line.classList.add("failure");
  if (seen?.channel === "said" && on) {
    const think = copyOf("bubble-form").querySelector(".think");
    line.append(think);
    offerThinking(think, seen, on);
  }
  return line;
}

function offerThinking(light, seen, on) {
  if (seen.channel === "reply") return;
  light.hidden = false;
  light.title = words.bubble.think;
  light.setAttribute("aria-label", words.bubble.think);
  light.addEventListener("click", () => on.think(seen));
}

function picture(body, seen) {
  const address = seen.channel === "said" ? seen.text : `/_media/${encodeURIComponent(seen.details.media_id ?? "")}`;
  const image = make("img");
  Object.assign(image, { src: new URL(address, location.href).pathname, alt: words.bubble.picture });
  body.classList.add("bare");
  const opener = make("button", "opens plain", image);
  opener.type = "button";
  opener.addEventListener("click", () => {
    const large = $("picture").querySelector("img");
    Object.assign(large, { src: image.src, alt: image.alt });
    $("picture").showModal();
  });
  body.append(opener);
}

// The longer the words, the longer the bubble; what was not turned into text lasts three seconds.
function voice(body, seen) {
  const seconds = Math.min(60, Math.max(2, Math.ceil([...seen.text].length / 4) || 3));
  const sound = copyOf("voice-form");
  sound.style.setProperty("--seconds", Math.min(seconds, 20));
  sound.querySelector(".length").textContent = seconds + words.bubble.seconds;
  body.append(sound);
  const under = body.parentElement.querySelector(".under");
  under.hidden = false;
  under.textContent = seen.text ? words.bubble.heard + seen.text : words.bubble.unheard;
}

function place(body, seen) {
  const shown = copyOf("place-form");
  shown.querySelector("b").textContent = seen.text || words.bubble.location;
  body.classList.add("bare");
  body.append(shown);
}

function menu(body, seen, tap) {
  const { head_content: head, list, tail_content: tail } = seen.details;
  if (head) withLinks(body, head, tap);
  for (const entry of list ?? []) body.append(choice(entry, entry.content, tap));
  if (tail) withLinks(body, tail, tap);
}

// A template message is a card: title, then a row for each "name：value".
function card(body, seen) {
  const [title, ...lines] = seen.text.split("\n");
  body.append(make("small", "source", words.bubble[seen.channel] ?? words.bubble.template), make("b", "", title));
  const rows = make("dl");
  for (const line of lines.filter((each) => each.trim())) {
    const [, name, value] = /^([^：]{1,8})：(.*)$/s.exec(line) ?? [null, "", line];
    rows.append(make("dt", "", name), make("dd", "", value));
  }
  body.append(rows);
  if (isAddress(seen.details.url)) body.append(anchor(seen.details.url, words.bubble.details));
}
