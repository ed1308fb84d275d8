// Turns what the stand-in remembers into bubbles. Everything a bot or a person wrote is set as text, never as markup.

export const words = JSON.parse(document.getElementById("words").textContent);
const form = document.getElementById("bubble-form");
const LINK = /<a\s+([^>]*)>([^<]*)<\/a>|(https?:\/\/[^\s<>"'，。；）」]+)/gi;

const NOTES = {
  follow: (seen) => (seen.text ? words.did_follow_scene + seen.text : words.did_follow),
  unfollow: () => words.did_unfollow,
  click: (seen) => words.did_click + seen.text + words.did_click_end,
  scan: (seen) => words.did_scan + seen.text,
  view: (seen) => words.did_view + seen.text,
};

const BODIES = {
  text: (body, seen, tap) => withLinks(body, seen.text, tap),
  image: picture,
  voice: (body, seen) => body.append(`🔊 ${seen.text || (seen.channel === "said" ? words.voice_unclear : words.voice)}`),
  location: (body, seen) => body.append(`📍 ${seen.text || words.location}`),
  link: (body, seen) => body.append(words.link + seen.text),
  file: (body, seen) => body.append(words.file + seen.text),
  video: (body) => body.append(`▶ ${words.video}`),
  shortvideo: (body) => body.append(`▶ ${words.shortvideo}`),
  msgmenu: menu,
  news: (body, seen) => withLinks(body, seen.text),
  template: card,
  transfer_customer_service: (body) => body.append(words.transfer),
};

// The list item of one bubble; `tap` is called with the item of a menu message that was touched.
export function bubble(seen, tap) {
  const item = form.content.firstElementChild.cloneNode(true);
  const body = item.querySelector(".body");
  if (seen.channel === "said" && NOTES[seen.kind]) {
    item.classList.add("note");
    body.textContent = NOTES[seen.kind](seen);
    return item;
  }
  if (seen.channel === "failure") {
    item.classList.add("note", "failure");
    body.textContent = seen.text;
    return item;
  }
  if (seen.channel === "said") item.classList.add("own");
  if (seen.kind === "template") item.classList.add("card");
  const fill = BODIES[seen.kind] ?? ((place) => place.append(words.other + seen.kind + words.other_end));
  fill(body, seen, tap);
  const by = item.querySelector(".by");
  if (words[seen.channel]) {
    by.textContent = words[seen.channel];
    by.hidden = false;
  }
  return item;
}

// The line between bubbles that tells the time.
export function timeLine(at, now) {
  const line = document.createElement("li");
  line.className = "time";
  line.textContent = (sameDay(at, now) ? "" : `${day(at)} `) + clockTime(at);
  return line;
}

const IN_CHINA = { timeZone: "Asia/Shanghai", hourCycle: "h23" };
export const clockTime = (at) => new Intl.DateTimeFormat("zh-CN", { ...IN_CHINA, hour: "2-digit", minute: "2-digit" }).format(at);
export const day = (at) => new Intl.DateTimeFormat("zh-CN", { ...IN_CHINA, month: "long", day: "numeric" }).format(at);
const sameDay = (one, other) => day(one) === day(other);

function withLinks(body, text, tap) {
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    body.append(text.slice(from, found.index));
    from = found.index + found[0].length;
    body.append(found[3] ? anchor(found[3], found[3]) : tagged(found[1], found[2], tap));
  }
  body.append(text.slice(from));
}

function tagged(attributes, label, tap) {
  const address = /href\s*=\s*["']([^"']*)["']/i.exec(attributes)?.[1] ?? "";
  if (/^https?:/i.test(address)) return anchor(address, label);
  if (address.startsWith("weixin://bizmsgmenu?")) {
    const query = new URLSearchParams(address.split("?")[1]);
    return tappable({ content: query.get("msgmenucontent"), id: query.get("msgmenuid") }, label, tap);
  }
  return label;
}

function anchor(address, label) {
  const link = document.createElement("a");
  Object.assign(link, { href: address, textContent: label, target: "_blank", rel: "noreferrer noopener" });
  return link;
}

function tappable(entry, label, tap) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "item", textContent: label });
  button.addEventListener("click", () => tap(entry));
  return button;
}

function picture(body, seen) {
  const address = seen.channel === "said" ? seen.text : `/_media/${encodeURIComponent(seen.details.media_id ?? "")}`;
  const image = document.createElement("img");
  Object.assign(image, { src: new URL(address, location.href).pathname, alt: words.picture });
  body.classList.add("bare");
  body.append(image);
}

function menu(body, seen, tap) {
  const { head_content: head, list, tail_content: tail } = seen.details;
  if (head) withLinks(body, head, tap);
  for (const entry of list ?? []) body.append(tappable(entry, entry.content, tap));
  if (tail) withLinks(body, tail, tap);
}

function card(body, seen) {
  const [title, ...lines] = seen.text.split("\n");
  const heading = document.createElement("b");
  heading.textContent = title;
  body.append(heading, lines.join("\n"));
  const address = seen.details.url;
  if (typeof address === "string" && /^https?:/i.test(address)) body.append(anchor(address, words.details));
}
