/** What went wrong, in the person's language: in English the words it came with, else the catalogue's for its code. */
import type { Problem } from "../domain/problem";
import { formatBytes, formatNumber } from "./numbers";
import { sayElsewhere } from "./words";

type Values = Readonly<Record<string, string | number>>;

/** As the person's language writes it; frames are written as everywhere, without separators. */
function shownAs(name: string, value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value !== "number") return null;
  if (name.endsWith("_bytes")) return formatBytes(value);
  if (name.endsWith("_s")) return formatNumber(value, 1);
  return name === "limit_pixels" ? formatNumber(value) : String(value);
}

const valuesOf = ({ message, details = {} }: Problem): Values =>
  Object.fromEntries(
    Object.entries({ message, ...details }).flatMap(([name, value]) => {
      const shown = shownAs(name, value);
      return shown === null ? [] : [[name, shown]];
    }),
  );

/** The most exact sentence that the catalogue has; the problem's own where it has none. */
export function problemWords(problem: Problem): string {
  const values = valuesOf(problem);
  const exact = sayElsewhere(`errors:${problem.code}_${values.reason}`, values);
  return exact ?? sayElsewhere(`errors:${problem.code}`, values) ?? problem.message;
}
