/** How fast a download comes, from two looks at it. Pure. */
import type { Checkpoint } from "../domain/checkpoint";

export interface Pace {
  readonly name: string;
  readonly haveBytes: number;
  /** Milliseconds. */
  readonly at: number;
  /** null until two looks were taken. */
  readonly bytesPerSec: number | null;
}

/** The share of the newest look: small enough that the figure can be read. */
const NEWEST = 0.3;

export function quickened(before: Pace | null, now: Checkpoint | undefined, at: number): Pace | null {
  if (now?.state !== "DOWNLOADING") return null;
  const { name, haveBytes } = now;
  const isSame = before?.name === name && haveBytes >= before.haveBytes && at > before.at;
  if (!isSame) return { name, haveBytes, at, bytesPerSec: null };
  const latest = ((haveBytes - before.haveBytes) * 1000) / (at - before.at);
  const known = before.bytesPerSec;
  const bytesPerSec = known === null ? latest : known + NEWEST * (latest - known);
  return { name, haveBytes, at, bytesPerSec };
}
