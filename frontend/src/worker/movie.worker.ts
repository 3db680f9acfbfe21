/** Knows only that a movie is made in a worker: one order, then masks as they are asked for, perhaps a cancel. */
import type { FrameIndex } from "../domain/clip";
import type { FrameMasks } from "../domain/mask";
import { Fault } from "../domain/problem";
import { makeMovie } from "./movie_maker";
import type { FromMaker, MovieOrder, ToMaker } from "./movie_messages";
import { problemOf } from "./problem";

interface Waiting {
  resolve(frames: readonly FrameMasks[]): void;
  reject(error: Error): void;
}

/** Each is a repaint of the page, which costs as much as a frame where graphics run on the CPU. */
const PROGRESS_EVERY_MS = 500;

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = (message: FromMaker): void => scope.postMessage(message);
const waiting = new Map<FrameIndex, Waiting>();
let cancelled = false;
let told = 0;

function wantMasks(first: FrameIndex, last: FrameIndex): Promise<readonly FrameMasks[]> {
  return new Promise((resolve, reject) => {
    waiting.set(first, { resolve, reject });
    post({ kind: "wantMasks", first, last });
  });
}

function tellProgress(done: number): void {
  const now = performance.now();
  if (now - told < PROGRESS_EVERY_MS) return;
  told = now;
  post({ kind: "progress", done });
}

async function make(order: MovieOrder, mayDecode: boolean): Promise<void> {
  try {
    const file = await makeMovie(order, {
      wantMasks,
      mayDecode,
      onSilence: (why) => post({ kind: "silence", why }),
      onProgress: tellProgress,
      cancelled: () => cancelled,
    });
    post(file === null ? { kind: "cancelled" } : { kind: "made", file });
  } catch (error) {
    // A cancel that ends a wait for masks is no failure.
    if (cancelled) post({ kind: "cancelled" });
    else post({ kind: "failed", problem: problemOf(error, "MOVIE_FAILED") });
  }
}

scope.onmessage = ({ data }: MessageEvent<ToMaker>) => {
  if (data.kind === "make") void make(data.order, data.mayDecode);
  else if (data.kind === "masks") waiting.get(data.first)?.resolve(data.frames);
  else if (data.kind === "noMasks") waiting.get(data.first)?.reject(new Fault(data.problem));
  else {
    cancelled = true;
    for (const { reject } of waiting.values()) reject(new Error("The export was cancelled."));
  }
};
