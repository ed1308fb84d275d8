// The parts of an explanation, in words that staff read; the JSON behind them is folded away for developers.
import { copyOf, make, words } from "./door.js";

const think = words.think;

export function copyPart(title) {
  const part = copyOf("part-form");
  part.querySelector("h3").textContent = title;
  return part;
}

export function parts(told) {
  return [
    understood(told.understood),
    ...(told.form ? [form(told.form)] : []),
    decided(told.written),
    part(think.written, told.written.map(record), think.nothing_written),
    part(think.sent, told.sent.map(message), think.nobody_told),
    part(think.reply, told.reply ? [make("blockquote", "", told.reply)] : [], think.no_reply),
    forDevelopers(told),
  ];
}

function part(title, inside, otherwise) {
  const made = copyPart(title);
  made.append(...(inside.length ? inside : [make("p", "quiet", otherwise)]));
  return made;
}

function understood(found) {
  if (!found) return part(think.understood, [], think.no_text);
  if (found.intent === "out_of_scope") return part(think.understood, [], think.not_understood);
  const sure = Math.round(found.confidence * 100);
  const bar = make("span", "bar-of", make("i"));
  bar.firstChild.style.setProperty("width", `${sure}%`);
  const inside = [make("p", "intent", make("b", "", found.label), bar, make("small", "quiet", `${think.sure} ${sure}%`))];
  if (found.why.length) inside.push(make("p", "quiet", `${think.why}：${found.why.join("；")}`));
  if (Object.keys(found.slots).length) inside.push(make("small", "quiet", think.slots), table(found.slots));
  return part(think.understood, inside);
}

function form(open) {
  const answers = Object.keys(open.answers).length;
  return part(think.form, [
    make("p", "", make("b", "", open.title)),
    ...(answers ? [make("small", "quiet", think.answers), table(open.answers)] : [make("p", "quiet", think.empty_form)]),
  ]);
}

// Each rule and clause once, the clause in the plan's own words.
function decided(written) {
  const found = new Map(written.filter((one) => one.rule || one.clause).map((one) => [`${one.rule} ${one.clause}`, one]));
  return part(think.decided, [...found.values()].map(rule), think.no_rule);
}

function rule(one) {
  const box = make("div", "rule");
  if (one.clause) box.append(make("p", "", make("b", "", clauseName(one.clause))));
  if (one.clause_text) box.append(make("blockquote", "clause", one.clause_text));
  if (one.announcement) box.append(make("p", "", `${think.announcement}：${one.announcement}`));
  box.append(...trace(one.trace));
  if (one.rule) box.append(make("p", "quiet", `${think.rule} ${one.rule} · ${think.version} ${one.rule_version}`));
  return box;
}

// Clauses have numbers; the duties of the groups have names that say nothing to whoever reads.
const clauseName = (clause) => (/^\d/.test(clause) ? think.clause + clause : think.duties);

// What decided, and folded away why it was nothing else.
function trace(steps) {
  const isOther = (step) => think.otherwise.some((begin) => step.startsWith(begin));
  const list = (some) => make("ol", "trace", ...some.map((step) => make("li", "", step)));
  const [why, other] = [steps.filter((step) => !isOther(step)), steps.filter(isOther)];
  const fold = other.length ? [make("details", "quiet", make("summary", "", think.why_not), list(other))] : [];
  return why.length ? [make("small", "quiet", think.trace), list(why), ...fold] : fold;
}

// A record of the ledger: its kind, number, state and version; its fields on opening.
export function record(one) {
  const box = make("details", "record");
  const whose = think.whose.map((name) => one.fields[name]).find(Boolean) ?? "";
  const version = `${think.record_version}${one.version}${think.record_version_end}`;
  box.append(
    make("summary", "", make("b", "", one.label), make("span", "number", String(one.number ?? one.id)),
      make("span", "", whose), make("span", "status", one.status_label), make("small", "quiet", version)),
    table(one.fields),
  );
  return box;
}

function message(sent) {
  const how = [sent.channel_label || sent.kind_label, sent.state_label].filter(Boolean).join(" · ");
  const text = sent.picture ? words.bubble.pass : sent.text;
  return make("div", "sent", make("p", "", make("b", "", sent.to), make("small", "quiet", how)), make("blockquote", "", text));
}

function table(fields) {
  const rows = make("dl", "fields");
  for (const [name, value] of Object.entries(fields)) rows.append(make("dt", "", name), make("dd", "", value));
  return rows;
}

function forDevelopers(told) {
  return make("details", "developers", make("summary", "", think.developers), make("pre", "", JSON.stringify(told, null, 2)));
}
