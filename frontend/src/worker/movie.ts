/** Knows the page's side of making a movie: starts a worker, brings it masks, hears how far it is. Loaded when wanted. */
import type { FrameIndex } from "../domain/clip";
import type { FrameMasks } from "../domain/mask";
import type { Silence } from "../domain/movie";
import type { Problem } from "../domain/problem";
import MovieWorker from "./movie.worker?worker";
import type { FromMaker, MovieOrder, ToMaker } from "./movie_messages";
import { problemOf } from "./problem";

export interface MovieHost {
  /** All masks of these frames, both included. What it rejects with is told to the person. */
  masks(first: FrameIndex, last: FrameIndex): Promise<readonly FrameMasks[]>;
  onProgress(done: number): void;
  onSilence(why: Silence): void;
}

export type MovieEnd =
  | { readonly kind: "made"; readonly file: Blob }
  | { readonly kind: "failed"; readonly problem: Problem }
  | { readonly kind: "cancelled" };

export interface MovieInMaking {
  readonly ended: Promise<MovieEnd>;
  cancel(): void;
}

export type StartMovie = (order: MovieOrder, host: MovieHost) => MovieInMaking;

/** Time for the worker to remove what it wrote before it is ended anyway. */
const CANCELLING_MS = 5000;

export const startMovie: StartMovie = (order, host) => {
  const worker = new MovieWorker();
  const send = (message: ToMaker) => worker.postMessage(message);
  let end: (how: MovieEnd) => void = () => undefined;
  const ended = new Promise<MovieEnd>((resolve) => {
    end = (how) => {
      worker.terminate();
      resolve(how);
    };
  });
  worker.onmessage = ({ data }: MessageEvent<FromMaker>) => {
    if (data.kind === "progress") host.onProgress(data.done);
    else if (data.kind === "silence") host.onSilence(data.why);
    else if (data.kind === "wantMasks") void bringMasks(host, data.first, data.last, send);
    else end(data);
  };
  worker.onerror = ({ message }) =>
    end({ kind: "failed", problem: { code: "MOVIE_FAILED", message: message || "The worker stopped." } });
  send({ kind: "make", order, mayDecode: typeof VideoDecoder === "function" });
  return {
    ended,
    cancel: () => {
      send({ kind: "cancel" });
      setTimeout(() => end({ kind: "cancelled" }), CANCELLING_MS);
    },
  };
};

async function bringMasks(
  host: MovieHost,
  first: FrameIndex,
  last: FrameIndex,
  send: (message: ToMaker) => void,
): Promise<void> {
  try {
    send({ kind: "masks", first, frames: await host.masks(first, last) });
  } catch (error) {
    send({ kind: "noMasks", first, problem: problemOf(error, "MOVIE_FAILED") });
  }
}
