// The pane 「看看它怎么想的」: for one message what came, what was understood, what decided, what was written and sent.
import { $, ask, make, query, words } from "./door.js";
import { copyPart, parts } from "./parts.js";
import { dayAndTime } from "./time.js";

const LOOK_BACK = 8; // messages of others that may have led to one that came by itself

export class Thoughts {
  constructor(page) {
    this.page = page;
    this.pane = $("thoughts");
    this.body = this.pane.querySelector(".pane-body");
    this.pane.querySelector(".close").addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.pane.hidden) this.close();
    });
  }

  close() {
    this.pane.hidden = true;
    this.mark(null);
  }

  mark(item) {
    for (const marked of document.querySelectorAll(".explained")) marked.classList.remove("explained");
    item?.classList.add("explained");
  }

  async explain(chat, seen) {
    this.mark(chat.list.querySelector(`[data-seen="${seen.id}"]`));
    this.pane.hidden = false;
    chat.makeRoom();
    this.body.replaceChildren(make("p", "quiet", words.story.waiting));
    const [found, by] = seen.channel === "said" ? [await look(chat, seen), ""] : await this.cause(seen);
    this.body.replaceChildren(came(found?.chat ?? chat, found?.seen ?? seen));
    if (by) this.body.prepend(make("p", "because", by));
    if (found?.explained) this.body.append(...parts(found.explained));
    else if (seen.channel === "said") this.body.append(make("p", "quiet", words.think.too_old));
    this.body.scrollTop = 0;
  }

  // What somebody else said that made the assistant send this: the newest whose explanation names it.
  async cause(seen) {
    const said = [...this.page.chats.values()]
      .flatMap((chat) => chat.seen.filter((one) => one.channel === "said" && one.id < seen.id).map((one) => ({ chat, one })))
      .sort((one, other) => other.one.id - one.one.id)
      .slice(0, LOOK_BACK);
    for (const { chat, one } of said) {
      const found = await look(chat, one);
      if (found?.explained?.sent?.some((sent) => isSame(sent, seen))) return [found, words.think.caused_by];
    }
    return [null, words.think.nobody_said];
  }
}

// Templates show the first words of what is sent, cut short; the number in them is enough.
function isSame(sent, seen) {
  if (sent.openid !== seen.openid) return false;
  const [head] = (sent.text ?? "").trim().split("\n");
  return seen.kind === "image" || seen.text.includes(head.slice(0, 12)) || seen.kind === "template";
}

async function look(chat, seen) {
  const key = seen.details.msg_id ?? seen.msg_id;
  if (!key) return { chat, seen, explained: null };
  try {
    return { chat, seen, explained: await ask(query("explain", { openid: chat.openid, msg_id: key })) };
  } catch (problem) {
    if (!problem.status) throw problem;
    return { chat, seen, explained: null };
  }
}

function came(chat, seen) {
  const part = copyPart(words.think.came);
  const who = seen.channel === "said" ? chat.name : words.account;
  const kind = words.kind[seen.kind] ?? words.bubble[seen.channel] ?? seen.kind;
  part.append(make("p", "quiet", `${who} · ${kind} · ${dayAndTime(seen.at)}`), make("blockquote", "", seen.text || kind));
  return part;
}
