// Times as WeChat writes them; everything is China's time.
import { words } from "./door.js";

const IN_CHINA = { timeZone: "Asia/Shanghai", hourCycle: "h23" };
const written = (how) => new Intl.DateTimeFormat("zh-CN", { ...IN_CHINA, ...how });
const CLOCK = written({ hour: "2-digit", minute: "2-digit" });
const DAY = written({ month: "long", day: "numeric" });
const LONG_DAY = written({ year: "numeric", month: "long", day: "numeric" });
const WEEKDAY = written({ weekday: "short" });
const A_DAY = 86_400_000;
const OFFSET = 8 * 3_600_000;

const dayNumber = (at) => Math.floor((at + OFFSET) / A_DAY);
export const clockTime = (at) => CLOCK.format(at);
export const dayWeekdayTime = (at) => [DAY.format(at), WEEKDAY.format(at), CLOCK.format(at)];
export const dayAndTime = (at) => `${DAY.format(at)}（${WEEKDAY.format(at)}）${CLOCK.format(at)}`;

// 18:03, 昨天 18:03, 星期三 18:03, 11月20日 18:03, 2021年11月20日 18:03.
export function chatTime(at, now) {
  const days = dayNumber(now) - dayNumber(at);
  if (days === 0) return `${words.time.today}${clockTime(at)}`;
  if (days === 1) return `${words.time.yesterday} ${clockTime(at)}`;
  if (days > 1 && days < 7) return `${words.time.weekdays[(dayNumber(at) + 4) % 7]} ${clockTime(at)}`;
  const sameYear = LONG_DAY.format(at).slice(0, 4) === LONG_DAY.format(now).slice(0, 4);
  return `${(sameYear ? DAY : LONG_DAY).format(at)} ${clockTime(at)}`;
}

// The moment at which it is so late, such as "08:00": so many days on; without a number the next time that it is so late.
export function momentAt(time, now, days = null) {
  const [hours, minutes] = time.split(":").map(Number);
  const at = dayNumber(now) * A_DAY - OFFSET + (hours * 60 + minutes) * 60_000;
  return at + (days ?? (at > now ? 0 : 1)) * A_DAY;
}
