/** Numbers as people read them. */
import type { FrameRate } from "../domain/clip";

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
  if (seconds < 1) return "1 s";
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** When something was, seen from now; both in seconds since the epoch. */
export function formatWhen(then: number, now: number): string {
  const ago = Math.max(0, now - then);
  if (ago < 60) return "just now";
  if (ago < 3600) return `${Math.floor(ago / 60)} min ago`;
  if (ago < 86400) return `${Math.floor(ago / 3600)} h ago`;
  if (ago < 7 * 86400) return count(Math.floor(ago / 86400), "day", "days ago", " ago");
  return new Date(then * 1000).toLocaleDateString(undefined, { dateStyle: "medium" });
}

function count(number: number, one: string, many: string, afterOne: string): string {
  return number === 1 ? `1 ${one}${afterOne}` : `${number} ${many}`;
}

/** "1 object", "3 objects" */
export const plural = (number: number, one: string): string => `${number} ${one}${number === 1 ? "" : "s"}`;
