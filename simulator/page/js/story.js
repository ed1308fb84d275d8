// A story being played: whom it is about, what a step does, and whether what should come has come. No page in here.
import { pause, query, ask, words } from "./door.js";

const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 150;

const oneOf = (list) => list[Math.floor(Math.random() * list.length)];
const digits = (pattern) => pattern.replaceAll("#", () => Math.floor(Math.random() * 10));

export class Odd extends Error {} // something else came than the story says

export class Story {
  constructor(script, page, clock) {
    Object.assign(this, { script, page, clock, cast: new Map(), values: {}, at: 0 });
  }

  get steps() { return this.script.steps; }
  get step() { return this.steps[this.at]; }
  get isOver() { return this.at >= this.steps.length; }

  // Everybody who has to be there already, and is not.
  missing() {
    return Object.values(this.script.cast).filter((one) => one.openid && !this.page.chats.has(one.openid));
  }

  // Draw what is new each time, and let new people come in.
  async begin() {
    const taken = new Set([...this.page.chats.values()].map((chat) => chat.name));
    for (const [name, from] of Object.entries(this.script.draw ?? {})) {
      const free = Array.isArray(from) ? from.filter((each) => !taken.has(each)) : [digits(from)];
      this.values[name] = oneOf(free.length ? free : from);
    }
    for (const [who, one] of Object.entries(this.script.cast)) {
      const chat = this.page.chats.get(one.openid)
        ?? await this.page.addPerson({ name: this.fill(one.name), hint: one.hint ?? "", follows: true });
      this.cast.set(who, chat);
      // Somebody who was left in the middle of a form by a story that was not played to its end begins afresh.
      if (one.afresh && chat.seen.some((seen) => seen.channel === "said")) await chat.act("text", { text: one.afresh });
    }
  }

  fill(text) { return text.replace(/\{(\w+)\}/g, (whole, name) => this.values[name] ?? whole); }

  chat(who) { return this.cast.get(who); }

  expected(step = this.step) { return (step.then ?? []).map((one) => ({ who: step.who, ...one })); }

  // What somebody does in a step, in words.
  deed(step = this.step) {
    const does = words.story.does;
    if (step.clock) {
      const { days, to, minutes } = step.clock;
      if (!to) return `${does.clock_on} ${lasting(minutes)}`;
      return `${does.clock_to} ${days ? `${days} ${words.story.days_on} ` : ""}${to}`;
    }
    const [how, what] = Object.entries(step).find(([name]) => does[name]);
    return `${this.chat(step.who).name} ${does[how]}${typeof what === "string" ? `「${this.fill(what)}」` : ""}`;
  }

  // Do the step; `report` hears who gets something because of the clock. Throws Odd where it cannot be done.
  async play(report) {
    const step = this.step;
    this.mark = Math.max(0, ...[...this.page.chats.values()].map((chat) => chat.seen.at(-1)?.id ?? 0));
    if (step.clock) {
      const { to, days, minutes } = step.clock;
      const moved = to ? await this.clock.to(to, days, report) : await this.clock.advance(minutes * 60, report);
      if (!moved) throw new Odd(words.story.failed + this.deed());
      return;
    }
    const chat = this.chat(step.who);
    const [action, given] = step.taps ? ["tap", this.choice(chat, this.fill(step.taps))] : this.action(step);
    const outcome = await chat.act(action, given);
    if (!outcome) throw new Odd(words.story.failed + this.deed());
    if (!outcome.delivered) throw new Odd(words.story.no_answer);
  }

  action(step) {
    if (step.says) return ["text", { text: this.fill(step.says) }];
    if (step.voice) return ["voice", { recognition: this.fill(step.voice) }];
    if (step.scans) return ["scancode", { key: "SCAN", wait: true, result: this.fill(step.scans) }];
    if (step.place) return ["location", { label: this.fill(step.place), latitude: 43.617, longitude: 122.263 }];
    return ["follow", {}];
  }

  // The newest menu message in a chat that has such a line.
  choice(chat, label) {
    const items = chat.seen.filter((seen) => seen.kind === "msgmenu").flatMap((seen) => seen.details.list ?? []);
    const found = items.findLast((item) => item.content === label);
    if (!found) throw new Odd(words.story.no_choice + label + words.story.no_choice_end);
    return { text: found.content, menu_id: String(found.id) };
  }

  // Wait until everything that should come has come; `tell` hears of each. False where it has not.
  async wait(tell) {
    const ends = performance.now() + PATIENCE_MS;
    const open = new Set(this.expected());
    while (open.size > 0 && performance.now() < ends) {
      for (const one of open) {
        const seen = this.matching(one);
        if (!seen) continue;
        open.delete(one);
        this.keep(one, seen);
        tell(one);
      }
      if (open.size > 0) await pause(LOOK_AGAIN_MS);
    }
    return open.size === 0;
  }

  matching(one) {
    const wanted = [one.sees].flat().map((text) => this.fill(text));
    return this.since(one.who).find((seen) => wanted.every((text) => seen.text.includes(text)));
  }

  // What came to somebody since the step began.
  since(who) { return this.chat(who).seen.filter((seen) => seen.id > this.mark && seen.channel !== "said"); }

  keep(one, seen) {
    for (const [name, pattern] of Object.entries(one.keep ?? {})) {
      this.values[name] = new RegExp(pattern).exec(seen.text)?.[1] ?? "";
    }
  }

  // What the ledger holds of those whom the story is about: the newest of each kind that it names.
  async records() {
    const found = [];
    for (const { of, records, newest = 1 } of this.script.ledger) {
      const told = await ask(query("ledger", { about: this.chat(of).openid }));
      for (const kind of records) {
        const ones = told.records.filter((one) => one.record === kind).sort((one, other) => other.id - one.id || other.version - one.version);
        found.push(...ones.filter((one, at) => one.id !== ones[at - 1]?.id).slice(0, newest));
      }
    }
    return found;
  }
}

function lasting(minutes) {
  if (minutes % 1440 === 0) return `${minutes / 1440} ${words.story.days}`;
  return minutes % 60 === 0 ? `${minutes / 60} ${words.story.hours}` : `${minutes} ${words.story.minutes_on}`;
}
