/** Checkpoints in words: what is here, how far it is, what can be done. Pure. */

import { type Checkpoint, isComing } from "../../domain/checkpoint";
import type { Pace } from "../../state/downloadPace";
import { formatRemaining } from "../../ui/format";
import { formatBytes } from "../../words/numbers";

/** "Checkpoint ready, 149 MB"; "" where its progress is told beside it. */
export function checkpointWords(checkpoint: Checkpoint): string {
  const { state, haveBytes, totalBytes } = checkpoint;
  if (isComing(checkpoint)) return "";
  const size = totalBytes > 0 ? formatBytes(totalBytes) : "";
  if (state === "PARTIAL") return `${formatBytes(haveBytes)}${size && ` of ${size}`} of the checkpoint here`;
  const word = state === "READY" ? "ready" : state === "DAMAGED" ? "damaged" : "missing";
  return `Checkpoint ${word}${size && `, ${size}`}`;
}

/** "43.1 MB of 149 MB · 29 % · 3.2 MB/s · 34 s left", as much of it as is known. */
export function progressWords({ haveBytes, totalBytes }: Checkpoint, pace: Pace | null): string {
  const speed = pace?.bytesPerSec ?? 0;
  const words = [`${formatBytes(haveBytes)}${totalBytes > 0 ? ` of ${formatBytes(totalBytes)}` : ""}`];
  if (totalBytes > 0) words.push(`${Math.floor((100 * haveBytes) / totalBytes)} %`);
  if (speed > 0) words.push(`${formatBytes(speed)}/s`);
  if (speed > 0 && totalBytes > 0) words.push(`${formatRemaining((totalBytes - haveBytes) / speed)} left`);
  return words.join(" · ");
}

/** What the button does that begins its download; null where there is nothing to begin. */
export function beginWords({ state, problem }: Checkpoint): string | null {
  if (state === "PARTIAL") return "Go on";
  if (state === "DAMAGED") return "Try again";
  if (state === "MISSING") return problem === null ? "Download" : "Try again";
  return null;
}

/** Where a network is missing, the file may come another way. */
export const byHandWords = (checkpoint: Checkpoint): string | null =>
  checkpoint.problem?.code === "NETWORK_UNAVAILABLE"
    ? `By hand: copy ${checkpoint.name}.pt into the server's checkpoints folder, then press Look again.`
    : null;
