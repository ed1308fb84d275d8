// One person's chat: what it shows, and what the person does in it.
import { bubble, timeLine, words } from "./bubbles.js";
import { $, ask, question } from "./door.js";

const QUIET_MINUTES = 3; // a pause after which the time is shown
const PLACE = { latitude: 43.617, longitude: 122.263 };

const hue = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);

function face(element, name) {
  element.textContent = [...name][0] ?? "？";
  element.style.setProperty("--hue", hue(name));
}

// One person's window. `page` knows the time (now), the other windows (chats) and how to look again (refresh).
export class Chat {
  constructor(person, page) {
    this.page = page;
    this.openid = person.openid;
    this.lastAt = 0;
    this.waiting = 0;
    this.window = $("chat-form").content.firstElementChild.cloneNode(true);
    this.tab = $("tab-form").content.firstElementChild.cloneNode(true);
    this.list = this.window.querySelector(".bubbles");
    this.input = this.window.querySelector("[name=text]");
    this.panel = this.window.querySelector(".panel");
    this.tab.addEventListener("click", () => this.bringUp());
    this.window.querySelector(".write").addEventListener("submit", (event) => this.submit(event));
    this.window.querySelector(".follow").addEventListener("click", () => this.act(this.person.follows ? "unfollow" : "follow", {}));
    this.window.querySelector(".more").addEventListener("click", (event) => this.toggle(event.currentTarget));
    this.panel.addEventListener("click", (event) => this.extra(event.target.closest("[data-do]")?.dataset.do));
    this.panel.querySelector("[type=file]").addEventListener("change", (event) => this.sendImage(event.target));
    $("chats").append(this.window);
    $("tabs").append(this.tab);
    if (this.page.chats.size === 0) this.bringUp();
  }

  describe(person) {
    const changed = JSON.stringify(person) !== JSON.stringify(this.person);
    this.person = person;
    if (!changed) return;
    const name = person.name || person.openid.slice(0, 6);
    for (const place of [this.window, this.tab]) {
      face(place.querySelector(".avatar"), name);
      place.querySelector(".name").textContent = name;
    }
    const state = person.typing ? words.typing : person.follows ? words.following : words.not_following;
    this.window.querySelector(".state").textContent = state;
    this.window.querySelector(".follow").textContent = person.follows ? words.unfollow : words.follow;
    this.input.disabled = !person.follows;
    this.input.placeholder = person.follows ? words.say : words.must_follow;
    this.showHint(person.hint);
    this.showMenu(person.follows ? person.menu : []);
  }

  // What stands in 「」 can be touched to say it.
  showHint(hint) {
    const place = this.window.querySelector(".hint");
    place.replaceChildren();
    place.hidden = !hint;
    for (const part of hint.split(/(「[^」]*」)/)) {
      if (!part.startsWith("「")) {
        place.append(part);
        continue;
      }
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: part.slice(1, -1) });
      button.addEventListener("click", () => {
        this.input.value = part.slice(1, -1);
        this.input.focus();
      });
      place.append(button);
    }
  }

  showMenu(buttons) {
    const place = this.window.querySelector(".menu");
    place.hidden = buttons.length === 0;
    place.replaceChildren(...buttons.map((button) => {
      const cell = document.createElement("div");
      if (!button.sub_button?.length) {
        cell.append(this.menuButton(button));
        return cell;
      }
      const group = document.createElement("details");
      const label = document.createElement("summary");
      const list = document.createElement("div");
      label.textContent = button.name;
      list.append(...button.sub_button.map((inner) => this.menuButton(inner)));
      list.addEventListener("click", () => { group.open = false; });
      group.append(label, list);
      cell.append(group);
      return cell;
    }));
  }

  menuButton(entry) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: entry.name });
    button.addEventListener("click", () => {
      if (entry.type === "view") this.act("view", { url: entry.url });
      else if (entry.type.startsWith("scancode")) this.scan({ key: entry.key, wait: entry.type === "scancode_waitmsg" });
      else this.act("click", { key: entry.key ?? "", name: entry.name });
    });
    return button;
  }

  add(seen, known) {
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
    if (seen.at - this.lastAt > QUIET_MINUTES * 60_000) this.list.append(timeLine(seen.at, this.page.now()));
    this.lastAt = seen.at;
    const item = bubble(seen, (entry) => this.act("tap", { text: entry.content, menu_id: String(entry.id) }));
    this.list.append(item);
    if (this.dots) this.list.append(this.dots);
    for (const image of item.querySelectorAll("img")) image.addEventListener("load", () => this.toEnd());
    if (atEnd || seen.channel === "said") this.toEnd();
    const unread = !known && seen.channel !== "said" && !this.window.classList.contains("current");
    if (unread) this.tab.querySelector(".dot").hidden = false;
  }

  toEnd() { this.list.scrollTop = this.list.scrollHeight; }

  bringUp() {
    for (const other of this.page.chats.values()) other.putAway();
    this.window.classList.add("current");
    this.tab.setAttribute("aria-current", "true");
    this.tab.querySelector(".dot").hidden = true;
    this.toEnd();
  }

  putAway() {
    this.window.classList.remove("current");
    this.tab.removeAttribute("aria-current");
  }

  // Do something and show three dots until the bot has answered or the platform has given up.
  async act(action, given) {
    this.waiting += 1;
    this.showDots();
    try {
      await ask("push", { openid: this.openid, action, given });
    } catch {
      $("trouble").hidden = false;
    } finally {
      this.waiting -= 1;
      this.showDots();
      this.page.refresh();
    }
  }

  showDots() {
    if (this.waiting && !this.dots) {
      this.dots = document.createElement("li");
      this.dots.className = "bubble waiting";
      this.dots.append(Object.assign(document.createElement("div"), { className: "body" }));
      this.list.append(this.dots);
      this.toEnd();
    } else if (!this.waiting && this.dots) {
      this.dots.remove();
      this.dots = null;
    }
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value;
    if (!text.trim() || !this.person.follows) return;
    this.input.value = "";
    this.act("text", { text });
  }

  toggle(button) {
    this.panel.hidden = !this.panel.hidden;
    button.setAttribute("aria-expanded", String(!this.panel.hidden));
    this.toEnd();
  }

  async extra(what) {
    if (what === "image") this.panel.querySelector("[type=file]").click();
    if (what === "mumble") this.act("voice", { recognition: "" });
    if (what === "scan") this.scan();
    if (what === "voice") {
      const said = await question(words.ask_voice);
      if (said) this.act("voice", { recognition: said.answer });
    }
    if (what === "location") {
      const place = await question(words.ask_place);
      if (place) this.act("location", { ...PLACE, label: place.answer });
    }
  }

  // A code scanned by the phone, or for a menu button that wants one.
  async scan(button) {
    const codes = button ? [] : await ask("codes");
    const scene = await question(words.ask_scene, codes.map((code) => code.scene));
    if (!scene) return;
    if (button) this.act("scancode", { ...button, result: scene.answer });
    else this.act("scan", { scene: scene.answer });
  }

  sendImage(field) {
    const [file] = field.files;
    field.value = "";
    if (!file) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => this.act("image", { name: file.name, content: reader.result.split(",")[1] }));
    reader.readAsDataURL(file);
  }
}
