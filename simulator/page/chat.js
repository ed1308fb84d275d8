// The page: one window for each person, filled by what the stand-in reports.
import { clockTime, day, words } from "./bubbles.js";
import { $, ask, question } from "./door.js";
import { Chat } from "./window.js";

const chats = new Map();
let newest = 0;
let clockOffset = 0;
const now = () => Date.now() + clockOffset;

function tick() { $("clock").textContent = `${day(now())} ${clockTime(now())}`; }

async function refresh() {
  const known = newest;
  const state = await ask("state");
  clockOffset = state.now - Date.now();
  tick();
  for (const person of state.people) {
    if (!chats.has(person.openid)) chats.set(person.openid, new Chat(person, { chats, now, refresh }));
    chats.get(person.openid).describe(person);
  }
  $("nobody").hidden = chats.size > 0;
  if (state.newest < known) location.reload(); // another stand-in runs here now
}

async function follow() {
  let known = true; // what was there before the page was opened is not news
  for (;;) {
    try {
      await refresh();
      const bubbles = await ask(`news?after=${newest}&wait=${known ? 0 : 8}`);
      if (bubbles.some((seen) => !chats.has(seen.openid))) await refresh();
      for (const seen of bubbles) {
        newest = Math.max(newest, seen.id);
        chats.get(seen.openid)?.add(seen, known);
      }
      known = false;
      $("trouble").hidden = true;
    } catch {
      $("trouble").hidden = false;
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
  }
}

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", async () => {
    await ask("clock", { advance: Number(button.dataset.advance) });
    refresh();
  });
}
$("add-person").addEventListener("click", async () => {
  const person = await question(words.ask_name, [], words.ask_follows);
  if (!person) return;
  const added = await ask("people", { name: person.answer, follows: person.extra });
  await refresh();
  chats.get(added.openid)?.bringUp();
  chats.get(added.openid)?.window.scrollIntoView({ behavior: "smooth", inline: "end" });
});
setInterval(tick, 10_000);
follow();
