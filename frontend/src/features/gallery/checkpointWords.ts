/** Checkpoints in words: what is here, how far it is, what can be done. Pure. */

import { type Checkpoint, isComing } from "../../domain/checkpoint";
import type { Pace } from "../../state/downloadPace";
import { formatRemaining } from "../../ui/format";
import { formatBytes } from "../../words/numbers";
import { say } from "../../words/words";

/** "Checkpoint ready, 149 MB"; "" where its progress is told beside it. */
export function checkpointWords(checkpoint: Checkpoint): string {
  const { state, haveBytes, totalBytes } = checkpoint;
  if (isComing(checkpoint)) return "";
  const size = totalBytes > 0 ? formatBytes(totalBytes) : "";
  if (state === "PARTIAL") {
    const have = formatBytes(haveBytes);
    return size === ""
      ? say("gallery:checkpointPart", { have })
      : say("gallery:checkpointPartOf", { have, total: size });
  }
  const word = state === "READY" ? "Ready" : state === "DAMAGED" ? "Damaged" : "Missing";
  return size === "" ? say(`gallery:checkpoint${word}`) : say(`gallery:checkpoint${word}Size`, { size });
}

/** "43.1 MB of 149 MB · 29 % · 3.2 MB/s · 34 s left", as much of it as is known. */
export function progressWords({ haveBytes, totalBytes }: Checkpoint, pace: Pace | null): string {
  const speed = pace?.bytesPerSec ?? 0;
  const part = formatBytes(haveBytes);
  const words = [totalBytes > 0 ? say("gallery:ofTotal", { part, total: formatBytes(totalBytes) }) : part];
  if (totalBytes > 0)
    words.push(say("gallery:percent", { percent: Math.floor((100 * haveBytes) / totalBytes) }));
  if (speed > 0) words.push(say("gallery:perSecond", { size: formatBytes(speed) }));
  if (speed > 0 && totalBytes > 0)
    words.push(say("gallery:left", { time: formatRemaining((totalBytes - haveBytes) / speed) }));
  return words.join(" · ");
}

/** What the button does that begins its download; null where there is nothing to begin. */
export function beginWords({ state, problem }: Checkpoint): string | null {
  if (state === "PARTIAL") return say("gallery:goOn");
  if (state === "DAMAGED") return say("gallery:tryAgain");
  if (state === "MISSING") return problem === null ? say("gallery:download") : say("gallery:tryAgain");
  return null;
}

/** Where a network is missing, the file may come another way. */
export const byHandWords = (checkpoint: Checkpoint): string | null =>
  checkpoint.problem?.code === "NETWORK_UNAVAILABLE"
    ? say("gallery:byHand", { name: checkpoint.name })
    : null;
