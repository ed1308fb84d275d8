// The page: one window for each person, filled by what the stand-in reports.
import { Clock } from "./clock.js";
import { askPerson } from "./dialogs.js";
import { $, ask, isPhone, pause, query, words } from "./door.js";
import { Guide } from "./guide.js";
import { Thoughts } from "./thoughts.js";
import { Chat } from "./window.js";

const OPEN_AT_FIRST = 3;

const chats = new Map();
let newest = 0;
let troubled = null;

const page = {
  chats,
  refresh,
  trouble,
  now: () => clock.now(),
  think: (chat, seen) => thoughts.explain(chat, seen),
  addPerson,
  subscribable: [], // the templates that want consent
  stopThinking: () => thoughts.close(),
  acted: () => clock.stopWatching(),
};
const clock = new Clock(page);
const thoughts = new Thoughts(page);
const guide = new Guide(page, clock);

// Say what is wrong for a while; "" takes it away.
function trouble(text) {
  clearTimeout(troubled);
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
  if (text && text !== words.trouble) troubled = setTimeout(() => trouble(""), 6_000);
}

async function refresh() {
  const known = newest;
  const state = await ask("state");
  clock.set(state.now);
  page.subscribable = state.subscribable ?? [];
  for (const person of state.people) {
    if (!chats.has(person.openid)) chats.set(person.openid, new Chat(person, page));
    chats.get(person.openid).describe(person);
  }
  if (state.newest < known) location.reload(); // another stand-in runs here now
}

async function follow() {
  let known = true; // what was there before the page was opened is not news
  for (;;) {
    try {
      await refresh();
      const bubbles = await ask(query("news", { after: newest, wait: known ? 0 : 8 }));
      if (bubbles.some((seen) => !chats.has(seen.openid))) await refresh();
      for (const seen of bubbles) show(seen, known);
      if (known) begin();
      known = false;
      if ($("trouble").textContent === words.trouble) trouble("");
    } catch {
      trouble(words.trouble);
      await pause(1_500);
    }
  }
}

function show(seen, known) {
  newest = Math.max(newest, seen.id);
  chats.get(seen.openid)?.add(seen, known);
  if (!known) clock.notice(seen);
}

function begin() {
  const wide = isPhone() ? 1 : OPEN_AT_FIRST;
  for (const chat of [...chats.values()].slice(0, wide)) chat.bringUp();
  guide.begin();
}

async function addPerson(given) {
  const added = await ask("people", given);
  await refresh();
  return chats.get(added.openid);
}

$("add-person").addEventListener("click", async () => {
  const given = await askPerson();
  if (given) (await addPerson({ ...given, hint: words.new_hint })).bringUp();
});
setInterval(() => { for (const chat of chats.values()) chat.tick(); }, 20_000);
follow();
