/** How fast frames come and how long the rest takes, from looks at a counter. Pure. */

export interface Look {
  /** Milliseconds. */
  readonly at: number;
  readonly done: number;
}

/** Judged by the last seconds only: pictures differ, and computers become busy. */
const WINDOW_MS = 5000;
const LEAST_MS = 500;

/** The looks with a new one; those too old to matter are dropped. */
export const looked = (looks: readonly Look[], look: Look): readonly Look[] => [
  ...looks.filter(({ at }, position) => look.at - at <= WINDOW_MS || position === looks.length - 1),
  look,
];

/** Frames a second; null until enough was seen. */
export function paceOf(looks: readonly Look[]): number | null {
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < LEAST_MS) return null;
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}

/** Seconds; null while nothing moves. */
export const remainingOf = (left: number, pace: number | null): number | null =>
  pace === null || pace <= 0 ? null : left / pace;
