// One person's chat: the window, its tab, and what they show. What the person does in it is in composer.js.
import { bubble, noteLine } from "./bubbles.js";
import { Composer } from "./composer.js";
import { $, ask, button, copyOf, face, isPhone, words } from "./door.js";
import { chatTime } from "./time.js";

const QUIET_MS = 3 * 60_000; // a pause after which the time is shown
const NEAR_END = 90; // pixels
const NARROWEST = 308; // pixels of a window beside others, and between them
const GAP = 12;

// `page` knows the time (now), all windows (chats), how to look again (refresh), to explain (think) and to tell (trouble).
export class Chat {
  constructor(person, page) {
    this.page = page;
    this.openid = person.openid;
    this.seen = []; // everything that the window shows, oldest first
    this.lastAt = 0;
    this.unread = 0;
    this.waiting = 0;
    this.window = copyOf("chat-form");
    this.tab = copyOf("tab-form");
    this.list = this.window.querySelector(".bubbles");
    this.composer = new Composer(this);
    this.window.querySelector(".of").textContent = words.account;
    this.tab.addEventListener("click", () => (this.isOpen && !isPhone() ? this.putAway() : this.bringUp()));
    this.window.querySelector(".put-away").addEventListener("click", () => this.putAway());
    this.window.querySelector(".below").addEventListener("click", () => this.toEnd());
    this.window.addEventListener("focusin", () => this.read());
    for (const follow of this.window.querySelectorAll(".follow")) {
      follow.addEventListener("click", () => {
        this.window.querySelector(".more-of").open = false;
        this.act(this.person.follows ? "unfollow" : "follow", {});
      });
    }
    this.list.addEventListener("scroll", () => this.atEnd() && this.read());
    this.window.hidden = true;
    $("chats").append(this.window);
    $("tabs").append(this.tab);
  }

  get name() { return this.person.name || this.openid.slice(0, 6); }
  get isOpen() { return !this.window.hidden; }

  describe(person) {
    const changed = JSON.stringify(person) !== JSON.stringify(this.person);
    this.person = person;
    if (!changed) return;
    const [role, tries] = hintOf(person.hint);
    for (const place of [this.window, this.tab]) {
      const owner = place.querySelector(".owner") ?? place;
      face(owner.querySelector(".avatar"), this.name);
      owner.querySelector(".name").textContent = this.name;
      owner.querySelector(".role").textContent = place === this.tab ? role.split(/[，。：；]/)[0] : role;
    }
    this.window.setAttribute("aria-label", this.name);
    const state = person.typing ? words.typing : person.follows ? words.following : words.not_following;
    this.window.querySelector(".state").textContent = state;
    this.window.classList.toggle("stranger", !person.follows);
    this.window.querySelector(".strange").hidden = person.follows;
    this.window.querySelector(".more-of .follow").textContent = person.follows ? words.tail.unfollow : words.tail.follow;
    this.composer.describe(person);
    this.window.querySelector(".tries").replaceChildren(...tries.map((text) => button(text, "", () => this.composer.write(text))));
  }

  add(seen, known) {
    const atEnd = this.atEnd();
    this.seen.push(seen);
    if (seen.at - this.lastAt > QUIET_MS || seen.at < this.lastAt) this.addTime(seen.at);
    this.lastAt = seen.at;
    const item = bubble(seen, this.name, {
      tap: (entry) => this.act("tap", { text: entry.content, menu_id: String(entry.id) }),
      think: () => this.page.think(this, seen),
    });
    if (!known) item.classList.add("fresh");
    item.dataset.seen = seen.id;
    this.list.append(item);
    if (this.dots) this.list.append(this.dots);
    for (const image of item.querySelectorAll("img")) image.addEventListener("load", () => atEnd && this.toEnd());
    if (known || atEnd || seen.channel === "said") this.toEnd();
    else this.window.querySelector(".below").hidden = false;
    const unnoticed = !this.isOpen || (!atEnd && seen.channel !== "said");
    if (!known && unnoticed && seen.channel !== "said") this.count(this.unread + 1);
  }

  addTime(at) {
    const line = noteLine(chatTime(at, this.page.now()));
    line.classList.add("time");
    line.dataset.at = at;
    this.list.append(line);
  }

  // The day may have changed since the lines were written.
  tick() {
    for (const line of this.list.querySelectorAll(".time")) {
      line.firstElementChild.textContent = chatTime(Number(line.dataset.at), this.page.now());
    }
  }

  atEnd() { return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_END; }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.read();
  }

  read() {
    if (!this.isOpen) return;
    this.window.querySelector(".below").hidden = true;
    this.count(0);
  }

  count(unread) {
    this.unread = unread;
    const dot = this.tab.querySelector(".unread");
    dot.hidden = unread === 0;
    dot.textContent = unread > 99 ? words.unread_many : unread;
  }

  // Leave beside this window only those for which there is room, the oldest go; on a phone there is none.
  makeRoom() {
    const others = [...this.page.chats.values()].filter((chat) => chat !== this && chat.isOpen);
    const room = isPhone() ? 0 : Math.max(1, Math.floor(($("chats").clientWidth + GAP) / (NARROWEST + GAP))) - 1;
    others.sort((one, other) => one.openedAt - other.openedAt);
    for (const other of others.slice(0, Math.max(0, others.length - room))) other.putAway();
  }

  bringUp() {
    const wasOpen = this.isOpen;
    this.makeRoom();
    this.openedAt = performance.now();
    this.window.hidden = false;
    this.tab.setAttribute("aria-pressed", "true");
    this.tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.window.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!wasOpen || isPhone()) this.toEnd();
  }

  putAway() {
    this.window.hidden = true;
    this.tab.setAttribute("aria-pressed", "false");
  }

  light(on) {
    this.window.classList.toggle("lit", on);
    this.tab.classList.toggle("lit", on);
  }

  // Do something and show three dots until the bot has answered or the platform has given up; false where refused.
  async act(action, given) {
    this.waiting += 1;
    this.showDots();
    this.page.acted();
    try {
      return await ask("push", { openid: this.openid, action, given });
    } catch (problem) {
      this.page.trouble(problem.status ? words.refused + (words.problems[problem.message] ?? problem.message) : words.trouble);
      return null;
    } finally {
      this.waiting -= 1;
      this.showDots();
      this.page.refresh();
    }
  }

  showDots() {
    if (this.waiting && !this.dots) {
      this.dots = copyOf("bubble-form");
      this.dots.classList.add("waiting");
      this.list.append(this.dots);
      this.toEnd();
    } else if (!this.waiting && this.dots) {
      this.dots.remove();
      this.dots = null;
    }
  }
}

// The role that a hint begins with, and what stands in 「」, which can be touched to say it.
function hintOf(hint) {
  const tries = [...(hint || "").matchAll(/「([^」]+)」/g)].map((found) => found[1]);
  const role = (hint || words.nobody_role).split(/[「]|试试|。/)[0].trim();
  return [role || words.nobody_role, tries];
}
