/** The movie that this browser makes: asked where to, started, followed, cancelled; one at a time, whatever screen is shown. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { ApiError } from "../api/errors";
import { fetchMasks } from "../api/sessions";
import type { FrameIndex } from "../domain/clip";
import type { FrameMasks } from "../domain/mask";
import type { FrameRange, Silence } from "../domain/movie";
import { Fault, type Problem } from "../domain/problem";
import { say } from "../words/words";
import type { MovieEnd, StartMovie } from "../worker/movie";
import type { MovieOrder } from "../worker/movie_messages";
import { problemOf } from "../worker/problem";
import { type Look, looked } from "./moviePace";
import type { SaveTools } from "./movieSaving";

export type MoviePhase = "starting" | "running" | "cancelling" | "done" | "failed" | "cancelled";

export interface BrowserMovie {
  readonly sessionId: string;
  readonly fileName: string;
  readonly phase: MoviePhase;
  readonly done: number;
  readonly total: number;
  /** Of the clip; left out: all frames. */
  readonly range?: FrameRange;
  readonly looks: readonly Look[];
  /** Why its clip's sound is missing. */
  readonly silence: Silence | null;
  /** Why it failed. */
  readonly problem: Problem | null;
  readonly bytes: number;
  /** Where it can be downloaded; null where it is in the person's own file. */
  readonly url: string | null;
}

export interface MovieWish extends Omit<MovieOrder, "destination"> {
  readonly sessionId: string;
}

export interface MovieTools extends SaveTools {
  /** Fetches the code, which nobody needs before. */
  load(): Promise<StartMovie>;
  /** Milliseconds. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
  onDone(movie: BrowserMovie): void;
}

const RETRIES = 5;
const RETRY_MS = 500;

export const isMaking = (movie: BrowserMovie | null): boolean =>
  movie !== null && ["starting", "running", "cancelling"].includes(movie.phase);

export class BrowserExport {
  readonly store: StoreApi<{ readonly movie: BrowserMovie | null }> = createStore(() => ({ movie: null }));
  readonly #api: Api;
  readonly #tools: MovieTools;
  #file: Blob | null = null;
  #cancel: (() => void) | null = null;

  constructor(api: Api, tools: MovieTools) {
    this.#api = api;
    this.#tools = tools;
  }

  /** Must be called from a press: browsers open no save dialog otherwise. Nothing happens while another one is made. */
  async start(wish: MovieWish): Promise<void> {
    if (isMaking(this.store.getState().movie)) return;
    const destination = await this.#tools.chooseFile(wish.fileName, wish.kind);
    if (destination === "dismissed") return;
    this.forget();
    const movie = begun(wish, destination?.name ?? wish.fileName);
    this.store.setState({ movie });
    const end = await this.#make({ ...wish, destination });
    this.#ended(end, destination === null);
  }

  /** What was written is removed. */
  cancel(): void {
    this.#change({ phase: "cancelling" });
    this.#cancel?.();
  }

  /** Takes an ended movie off the list; the browser's own copy goes with it. */
  forget(): void {
    const { movie } = this.store.getState();
    if (isMaking(movie)) return;
    if (movie?.url != null && this.#file !== null) this.#tools.drop(movie.url, this.#file);
    this.#file = null;
    this.store.setState({ movie: null });
  }

  async #make(order: MovieWish & MovieOrder): Promise<MovieEnd> {
    try {
      const startMovie = await this.#tools.load();
      if (this.store.getState().movie?.phase === "cancelling") return { kind: "cancelled" };
      const { ended, cancel } = startMovie(order, {
        masks: (first, last) => this.#masks(order.sessionId, first, last),
        onProgress: (done) => this.#progressed(done),
        onSilence: (silence) => this.#change({ silence }),
      });
      this.#cancel = cancel;
      return await ended;
    } catch (error) {
      return {
        kind: "failed",
        problem: problemOf(error instanceof Fault ? error : say("state:ourFault"), "MOVIE_FAILED"),
      };
    } finally {
      this.#cancel = null;
    }
  }

  /** A server that is started again meanwhile is waited for a little. */
  async #masks(sessionId: string, first: FrameIndex, last: FrameIndex): Promise<readonly FrameMasks[]> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await fetchMasks(this.#api, sessionId, first, last);
      } catch (error) {
        const isOffline = error instanceof ApiError && error.code === "OFFLINE";
        if (!isOffline || attempt === RETRIES) throw error;
        await this.#tools.pause(RETRY_MS * 2 ** attempt);
      }
    }
  }

  #progressed(done: number): void {
    const look = { at: this.#tools.now(), done };
    this.store.setState(({ movie }) => ({
      movie: movie && {
        ...movie,
        phase: movie.phase === "starting" ? "running" : movie.phase,
        done,
        looks: looked(movie.looks, look),
      },
    }));
  }

  #ended(end: MovieEnd, isPrivate: boolean): void {
    if (end.kind === "cancelled") this.#change({ phase: "cancelled" });
    else if (end.kind === "made") this.#made(end.file, isPrivate);
    else this.#change({ phase: "failed", problem: end.problem });
  }

  #made(file: Blob, isPrivate: boolean): void {
    const { movie } = this.store.getState();
    if (movie === null) return;
    this.#file = file;
    const url = isPrivate ? this.#tools.offer(file, movie.fileName) : null;
    const made = { ...movie, phase: "done", done: movie.total, bytes: file.size, url } as const;
    this.store.setState({ movie: made });
    this.#tools.onDone(made);
  }

  #change(change: Partial<BrowserMovie>): void {
    this.store.setState(({ movie }) => ({ movie: movie && { ...movie, ...change } }));
  }
}

const begun = ({ sessionId, range }: MovieWish, fileName: string): BrowserMovie => ({
  sessionId,
  fileName,
  phase: "starting",
  done: 0,
  total: range.last - range.first + 1,
  range,
  looks: [],
  silence: null,
  problem: null,
  bytes: 0,
  url: null,
});
