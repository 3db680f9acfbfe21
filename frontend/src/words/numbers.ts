/** Numbers and dates as the spoken language writes them. */
import { say, spokenTag, type WordKey } from "./words";

/** 1234.5 -> "1,234.5" in English, "1 234,5" in Russian; at most so many decimals, all of them where `exact`. */
export const formatNumber = (value: number, decimals = 0, exact = false): string =>
  new Intl.NumberFormat(spokenTag(), {
    maximumFractionDigits: decimals,
    minimumFractionDigits: exact ? decimals : 0,
  }).format(value);

/** 0.45 -> "45 %" */
export const formatShare = (share: number): string =>
  say("ui:percent", { number: formatNumber(share * 100) });

/** From seconds since the epoch. */
export const formatDate = (seconds: number): string =>
  new Intl.DateTimeFormat(spokenTag(), { dateStyle: "medium" }).format(seconds * 1000);

const UNITS: readonly WordKey[] = [
  "ui:bytes",
  "ui:kilobytes",
  "ui:megabytes",
  "ui:gigabytes",
  "ui:terabytes",
];

/** Powers of 1024, as file managers do: "1.7 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const isWhole = unit === 0 || value >= 100;
  const number = isWhole ? String(Math.round(value)) : formatNumber(value, 1, true);
  return say(UNITS[unit] ?? "ui:bytes", { number });
}
