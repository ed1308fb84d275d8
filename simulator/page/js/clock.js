// The virtual clock: what time it is here, moving it on, and who hears something because of it.
import { $, ask, button, make, pause, words } from "./door.js";
import { dayAndTime, dayWeekdayTime, momentAt } from "./time.js";

const WATCH_MS = 9_000; // so long what comes is put down to the move

export class Clock {
  constructor(page) {
    this.page = page;
    this.offset = 0;
    this.box = $("clock-box");
    this.watch = null;
    $("clock").addEventListener("click", () => this.toggle());
    for (const move of this.box.querySelectorAll("[data-advance]")) {
      move.addEventListener("click", () => this.advance(Number(move.dataset.advance)));
    }
    for (const move of this.box.querySelectorAll("[data-next]")) {
      move.addEventListener("click", () => this.to(move.dataset.next, 1));
    }
    $("toast").querySelector(".close").addEventListener("click", () => { $("toast").hidden = true; });
    setInterval(() => this.tick(), 5_000);
  }

  now() { return Date.now() + this.offset; }

  set(now) {
    this.offset = now - Date.now();
    this.tick();
  }

  tick() {
    const [day, weekday, time] = dayWeekdayTime(this.now());
    $("clock").replaceChildren(make("span", "", day), make("span", "weekday", `（${weekday}）`), make("span", "", ` ${time}`));
  }

  toggle(open = !this.box.classList.contains("open")) {
    this.box.classList.toggle("open", open);
    $("clock").setAttribute("aria-expanded", String(open));
  }

  // To a time of day such as 08:00, so many days on; without a number the next time that it is so late.
  to(time, days, report) { return this.advance((momentAt(time, this.now(), days) - this.now()) / 1_000, report); }

  // Move on by so many seconds and tell who hears something because of it: `report(came, over)` with counts by openid.
  async advance(seconds, report = (came, over) => this.show(came, over)) {
    this.toggle(false);
    this.stopWatching();
    this.watch = { came: new Map(), report };
    try {
      await ask("clock", { advance: seconds });
      await this.page.refresh();
    } catch (problem) {
      this.watch = null;
      this.page.trouble(words.refused + (words.problems[problem.message] ?? problem.message));
      return false;
    }
    for (const chat of this.page.chats.values()) chat.tick();
    const { watch } = this;
    watch?.report(watch.came, false);
    pause(WATCH_MS).then(() => { if (this.watch === watch) this.stopWatching(); });
    return true;
  }

  // A bubble has come; what is no answer to somebody has come because of the clock.
  notice(seen) {
    if (!this.watch || seen.channel === "said" || seen.channel === "reply") return;
    const { came, report } = this.watch;
    came.set(seen.openid, (came.get(seen.openid) ?? 0) + 1);
    report(came, false);
  }

  // Somebody does something: what comes from now on may be because of that.
  stopWatching() {
    const { watch } = this;
    this.watch = null;
    watch?.report(watch.came, true);
  }

  show(came, over) {
    const toast = $("toast");
    const told = came.size > 0 ? words.clock.came : over ? words.clock.nothing : "";
    toast.querySelector("p").textContent = `${words.clock.moved} ${dayAndTime(this.now())}。${told}`;
    toast.querySelector(".names").replaceChildren(...[...came].map(([openid, count]) => {
      const chat = this.page.chats.get(openid);
      return button(`${chat?.name ?? openid} ${count} ${words.clock.each}`, "", () => chat?.bringUp());
    }));
    toast.hidden = false;
    clearTimeout(this.hiding);
    if (over) this.hiding = setTimeout(() => { toast.hidden = true; }, came.size ? 5_000 : 2_500);
  }
}
