// The lower end of a chat, where the person writes, speaks, scans, sends a picture, or uses the account's menu.
import { askConsent, askPlace, askScan, askVoice } from "./dialogs.js";
import { button, words } from "./door.js";
import { showMenu } from "./menu.js";

const EMOJI = [..."😀😂😊😍😭😅😡😱😷🤒🤧🙏👍👌💪🌹🎉🏠🚗🚑💊🍚🥬❤️"].filter((sign) => sign !== "\uFE0F");

export class Composer {
  constructor(chat) {
    this.chat = chat;
    const find = (selector) => chat.window.querySelector(selector);
    this.form = find(".write");
    this.field = find("textarea");
    this.menu = find(".menu");
    this.switch = find(".switch");
    this.drawers = { emoji: find(".emoji"), panel: find(".panel") };
    this.hasMenu = false;
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.grow());
    this.field.addEventListener("focus", () => this.show(null));
    this.switch.addEventListener("click", () => this.showMenu(this.menu.hidden));
    for (const opener of this.form.querySelectorAll("[data-show]")) {
      opener.addEventListener("click", () => this.show(this.drawers[opener.dataset.show].hidden ? opener.dataset.show : null));
    }
    for (const doer of chat.window.querySelectorAll("[data-do]")) {
      doer.addEventListener("click", () => this[doer.dataset.do]());
    }
    find("[type=file]").addEventListener("change", (event) => this.sendImage(event.target));
    this.drawers.emoji.append(...EMOJI.map((sign) => button(sign, "plain", () => this.insert(sign))));
  }

  describe(person) {
    this.field.disabled = !person.follows;
    this.field.placeholder = person.follows ? words.say : words.must_follow;
    const had = this.hasMenu;
    this.hasMenu = person.follows && person.menu.length > 0;
    this.switch.hidden = !this.hasMenu;
    showMenu(this.menu, this.hasMenu ? person.menu : [], (entry) => this.press(entry));
    if (had !== this.hasMenu) this.showMenu(this.hasMenu);
  }

  // The account's menu instead of the keyboard, or the other way round.
  showMenu(on) {
    this.menu.hidden = !on || !this.hasMenu;
    this.form.hidden = !this.menu.hidden;
    this.switch.querySelector("use").setAttribute("href", this.menu.hidden ? "#i-menu" : "#i-keyboard");
    this.show(null);
  }

  show(which) {
    for (const [name, drawer] of Object.entries(this.drawers)) {
      drawer.hidden = name !== which;
      this.form.querySelector(`[data-show=${name}]`).setAttribute("aria-expanded", String(name === which));
    }
    if (which) this.chat.toEnd();
  }

  // Put words into the field, to be sent by whoever reads them.
  write(text) {
    this.showMenu(false);
    this.field.value = text;
    this.grow();
    this.field.focus();
  }

  insert(sign) {
    this.field.setRangeText(sign, this.field.selectionStart, this.field.selectionEnd, "end");
    this.grow();
  }

  grow() {
    const filled = this.field.value.trim() !== "";
    this.form.querySelector("[type=submit]").hidden = !filled;
    this.form.querySelector("[data-show=panel]").hidden = filled;
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 110)}px`;
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  submit(event) {
    event.preventDefault();
    const text = this.field.value;
    if (!text.trim() || !this.chat.person.follows) return;
    this.field.value = "";
    this.grow();
    this.chat.act("text", { text });
  }

  press(entry) {
    if (entry.type === "view") this.chat.act("view", { url: entry.url });
    else if (entry.type.startsWith("scancode")) this.scanFor(entry);
    else this.chat.act("click", { key: entry.key ?? "", name: entry.name });
  }

  image() {
    this.show(null);
    this.chat.window.querySelector("[type=file]").click();
  }

  async voice() {
    const given = await askVoice();
    if (given) this.chat.act("voice", given);
  }

  async location() {
    this.show(null);
    const place = await askPlace();
    if (place) this.chat.act("location", place);
  }

  // 扫一扫: a place's code is the account's own; a pass is read by the account for whoever scans it.
  async scan() {
    this.show(null);
    const code = await askScan(this.chat.page.chats);
    if (!code) return;
    if (code.of === "chat") this.chat.act("scancode", { key: "SCAN", wait: true, result: code.text });
    else this.chat.act("scan", { scene: code.text });
  }

  async scanFor(entry) {
    const code = await askScan(this.chat.page.chats);
    if (code) this.chat.act("scancode", { key: entry.key, wait: entry.type === "scancode_waitmsg", result: code.text });
  }

  async consent() {
    this.show(null);
    const answers = await askConsent(this.chat.page.subscribable);
    if (answers) this.chat.act("consent", { answers });
  }

  sendImage(field) {
    const [file] = field.files;
    field.value = "";
    if (!file) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => this.chat.act("image", { name: file.name, content: reader.result.split(",")[1] }));
    reader.readAsDataURL(file);
  }
}
