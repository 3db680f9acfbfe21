/** Times and counts as people read them, in the spoken language. */
import type { FrameRate } from "../domain/clip";
import { formatDate, formatNumber } from "../words/numbers";
import { say, type WordKey } from "../words/words";

const two = (value: number): string => String(value).padStart(2, "0");

/** 75.4 -> "1:15"; 3700 -> "1:01:40" */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Time of a frame with hundredths: "0:03.20". */
export function formatFrameTime(frame: number, rate: FrameRate): string {
  const hundredths = Math.round((frame * rate.denominator * 100) / rate.numerator);
  return `${formatDuration(Math.floor(hundredths / 100))}.${two(hundredths % 100)}`;
}

/** How long is left, roughly: "14 s", "3 min". */
export function formatRemaining(seconds: number): string {
  if (seconds < 90) return say("ui:seconds", { number: formatNumber(Math.max(1, Math.ceil(seconds))) });
  if (seconds < 5400) return say("ui:minutes", { number: formatNumber(Math.ceil(seconds / 60)) });
  return say("ui:hours", { number: formatNumber(seconds / 3600, 1, true) });
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const LASTING: readonly (readonly [unit: number, words: WordKey])[] = [
  [DAY, "ui:lastingDays"],
  [HOUR, "ui:lastingHours"],
  [MINUTE, "ui:lastingMinutes"],
];

/** How long something is kept, never more than is true: 86400 -> "1 day", 5400 -> "90 minutes". Russian has it as after "for". */
export function formatLasting(seconds: number): string {
  const [unit, words] = LASTING.find(
    ([one]) => seconds >= 3 * one || (seconds > 0 && seconds % one === 0),
  ) ?? [1, "ui:lastingSeconds"];
  return say(words, { count: Math.max(1, Math.floor(seconds / unit)) });
}

/** When something was, seen from now; both in seconds since the epoch. */
export function formatWhen(then: number, now: number): string {
  const ago = Math.max(0, now - then);
  if (ago < MINUTE) return say("ui:justNow");
  if (ago < HOUR) return say("ui:minutesAgo", { count: Math.floor(ago / MINUTE) });
  if (ago < DAY) return say("ui:hoursAgo", { count: Math.floor(ago / HOUR) });
  if (ago < 7 * DAY) return say("ui:daysAgo", { count: Math.floor(ago / DAY) });
  return formatDate(then);
}
