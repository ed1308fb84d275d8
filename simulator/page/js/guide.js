// The left side: what one can do in three minutes, the stories, the one being played, and its end.
import { $, ask, copyOf, isPhone, words } from "./door.js";
import { Player } from "./player.js";
import { Story } from "./story.js";

export class Guide {
  constructor(page, clock) {
    Object.assign(this, { page, clock });
    this.guide = $("guide");
    this.player = null;
    $("show-guide").addEventListener("click", () => this.toggle());
    this.guide.querySelector(".close-guide").addEventListener("click", () => this.show(""));
    this.guide.querySelector(".stop").addEventListener("click", () => this.stop());
    for (const opener of this.guide.querySelectorAll("[data-person]")) {
      opener.addEventListener("click", () => this.open(opener));
    }
    this.show("start");
  }

  // Somebody's window, with the words put in that are there to be tried.
  open(opener) {
    const chat = this.page.chats.get(opener.dataset.person);
    if (!chat) return;
    if (isPhone()) this.show("");
    chat.bringUp();
    if (opener.classList.contains("say")) chat.composer.write(opener.textContent);
  }

  async begin() {
    const scripts = await ask("stories");
    this.guide.querySelector(".stories").replaceChildren(...scripts.map((script) => this.offer(script)));
  }

  offer(script) {
    const choice = copyOf("story-form");
    const missing = new Story(script, this.page, this.clock).missing().length > 0;
    choice.querySelector("b").textContent = script.title;
    choice.querySelector("span").textContent = script.about;
    choice.querySelector("small").textContent = missing
      ? words.story.missing
      : `${script.steps.length} ${words.story.steps} · ${script.minutes} ${words.story.minutes}`;
    choice.disabled = missing;
    choice.dataset.story = script.id;
    choice.addEventListener("click", () => this.play(script));
    return choice;
  }

  play(script) {
    this.player = new Player(this.guide, new Story(script, this.page, this.clock), {
      again: () => this.play(script),
      others: () => this.stop(),
      show: (view) => this.show(view),
    });
    this.page.stopThinking();
    this.show("story");
    return this.player.begin();
  }

  stop() {
    this.player?.light([]);
    this.player = null;
    this.show("start");
  }

  toggle() {
    if (this.view) this.show("");
    else this.show(this.player ? "story" : "start");
  }

  // Which part is shown; "" none.
  show(view) {
    this.view = view;
    this.guide.hidden = !view;
    this.guide.dataset.view = view;
    for (const part of this.guide.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== view;
    $("show-guide").setAttribute("aria-expanded", String(Boolean(view)));
    if (view === "ending") this.guide.scrollTop = 0;
  }
}
