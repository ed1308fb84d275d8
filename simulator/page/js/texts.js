// Texts with what WeChat makes of them: real addresses and the tappable lines of a menu can be touched, nothing else.
import { button, make } from "./door.js";

const LINK = /<a\s+([^>]*)>([^<]*)<\/a>|(https?:\/\/[^\s<>"'，。；）」]+)/gi;

export function withLinks(place, text, tap) {
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    place.append(text.slice(from, found.index));
    from = found.index + found[0].length;
    place.append(found[3] ? anchor(found[3], found[3]) : tagged(found[1], found[2], tap));
  }
  place.append(text.slice(from));
}

export function anchor(address, label) {
  const link = make("a", "", label);
  Object.assign(link, { href: address, target: "_blank", rel: "noreferrer noopener" });
  return link;
}

export const isAddress = (text) => typeof text === "string" && /^https?:\/\//i.test(text);

function tagged(attributes, label, tap) {
  const address = /href\s*=\s*["']([^"']*)["']/i.exec(attributes)?.[1] ?? "";
  if (isAddress(address)) return anchor(address, label);
  if (address.startsWith("weixin://bizmsgmenu?")) {
    const query = new URLSearchParams(address.split("?")[1]);
    return choice({ content: query.get("msgmenucontent"), id: query.get("msgmenuid") }, label, tap);
  }
  return label;
}

export function choice(entry, label, tap) {
  return button(label, "item", () => tap?.(entry));
}
