// Shows a story while it is played: one button a step, what to notice, what has come, and the ledger at its end.
import { button, isPhone, make, words } from "./door.js";
import { record } from "./parts.js";
import { Odd } from "./story.js";

export class Player {
  // `done` has again (play it again) and others (show the stories).
  constructor(guide, story, done) {
    Object.assign(this, { guide, story, done, page: story.page });
    this.view = guide.querySelector(".story");
    this.part = (name) => this.view.querySelector(`.${name}`);
  }

  async begin() {
    this.part("story-title").textContent = this.story.script.title;
    this.part("done").replaceChildren();
    this.say(this.story.script.about, "");
    this.part("buttons").replaceChildren();
    await this.story.begin();
    const people = [...this.story.cast.values()];
    for (const chat of this.page.chats.values()) if (!people.includes(chat)) chat.putAway();
    for (const chat of (isPhone() ? people.slice(0, 1) : people.slice(0, 3)).reverse()) chat.bringUp();
    this.offer(words.story.first);
  }

  say(does, notice) {
    this.part("does").textContent = does;
    this.part("notice").textContent = notice;
    this.part("notice").hidden = !notice;
    this.part("expected").hidden = true;
    this.part("odd").hidden = true;
  }

  // The one button: the next step, or the end.
  offer(before) {
    const { story } = this;
    this.count();
    const next = story.isOver
      ? button(words.story.finish, "main", () => this.end())
      : button(before + story.deed(), "main", () => this.go());
    this.part("buttons").replaceChildren(next);
    this.light(story.isOver ? [] : [story.chat(story.step.who)]);
  }

  count() {
    const all = this.story.steps.length;
    this.part("count").textContent = `${Math.min(this.story.at, all)} / ${all}`;
  }

  light(chats) {
    for (const chat of this.page.chats.values()) chat.light(chats.includes(chat));
  }

  async go() {
    const { story } = this;
    const step = story.step;
    if (this.last) this.part("done").append(make("li", "", this.last));
    this.last = story.deed();
    this.say(this.last, story.fill(step.notice));
    this.part("buttons").replaceChildren(make("span", "quiet", words.story.waiting));
    const actor = story.chat(step.who);
    actor?.bringUp();
    this.light([actor, ...story.expected().map((one) => story.chat(one.who))]);
    this.listExpected();
    try {
      await story.play(this.listCame(this.lines));
      await this.wait();
    } catch (problem) {
      if (!(problem instanceof Odd)) throw problem;
      this.odd(problem.message);
    }
  }

  async wait() {
    if (!isPhone()) for (const one of this.story.expected()) this.story.chat(one.who).bringUp();
    const all = await this.story.wait((one) => this.tick(one));
    if (all) this.next();
    else this.odd("");
  }

  next() {
    this.story.at += 1;
    this.offer(words.story.next);
  }

  // Who should get what: each line opens that person's window.
  listExpected() {
    this.lines = new Map();
    for (const one of this.story.expected()) {
      if (this.lines.has(one.who)) continue;
      const chat = this.story.chat(one.who);
      const line = make("li", "", button(chat.name, "plain", () => chat.bringUp()), make("span", "", words.story.waits));
      this.lines.set(one.who, line);
    }
    this.part("expected").replaceChildren(...this.lines.values());
    this.part("expected").hidden = this.lines.size === 0;
  }

  tick(one) {
    const line = this.lines.get(one.who);
    line.classList.add("came");
    line.lastChild.textContent = words.story.came;
  }

  // Adds to this step's lines whoever else hears something because the clock was moved.
  listCame(lines) {
    const named = this.story.expected().map((one) => this.story.chat(one.who).openid);
    return (came) => {
      for (const openid of lines === this.lines ? came.keys() : []) {
        if (named.includes(openid) || lines.has(openid)) continue;
        const chat = this.page.chats.get(openid);
        const line = make("li", "came", button(chat.name, "plain", () => chat.bringUp()), make("span", "", words.story.came_too));
        lines.set(openid, line);
        this.part("expected").append(line);
        this.part("expected").hidden = false;
      }
    };
  }

  // Something else came: say so plainly, and leave it to whoever plays how to go on.
  odd(problem) {
    const { story } = this;
    const place = this.part("odd");
    place.replaceChildren(make("b", "", words.story.wrong), ...(problem ? [make("p", "", problem)] : []));
    for (const one of problem ? [] : story.expected().filter((each) => !story.matching(each))) {
      const wanted = [one.sees].flat().map((text) => `「${story.fill(text)}」`).join("");
      const came = story.since(one.who).at(-1)?.text;
      place.append(
        make("p", "", `${story.chat(one.who).name}：${words.story.expected}${wanted}`),
        make("p", "", came ? words.story.instead : words.story.nothing_came),
        ...(came ? [make("blockquote", "", came)] : []),
      );
    }
    place.hidden = false;
    this.part("buttons").replaceChildren(
      button(words.story.wait_more, "main", () => { place.hidden = true; this.wait(); }),
      button(words.story.go_on, "", () => this.next()),
      button(words.story.again, "", () => this.done.again()),
    );
  }

  async end() {
    const view = this.guide.querySelector(".ending");
    const place = view.querySelector(".records");
    view.querySelector("h2").textContent = this.story.script.title;
    view.querySelector(".last").textContent = this.story.fill(this.story.script.end);
    view.querySelector(".ledger-title").textContent = words.story.ledger;
    view.querySelector(".buttons").replaceChildren(
      button(words.story.again, "", () => this.done.again()),
      button(words.story.others, "main", () => this.done.others()),
    );
    place.replaceChildren();
    this.done.show("ending");
    try {
      const records = await this.story.records();
      place.replaceChildren(...records.map((one) => Object.assign(record(one), { open: one === records[0] })));
      if (records.length === 0) place.append(make("p", "quiet", words.story.ledger_empty));
    } catch (problem) {
      if (!problem.status) throw problem;
      place.append(make("p", "quiet", words.story.ledger_trouble));
    }
  }
}
