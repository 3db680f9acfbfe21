/** Brings the stored masks of a session to the player, page by page, without overwriting newer ones that events brought. */
import type { Api } from "../api/client";
import { ApiError, sentence } from "../api/errors";
import { fetchMasks } from "../api/sessions";
import { type FrameIndex, frameIndex } from "../domain/clip";
import type { Player } from "../worker/protocol";
import type { OpenSession } from "./sessionState";

/** Who gets the masks. */
export type MaskSink = Pick<Player, "setMasks" | "clearMasks">;

/** Frames of a page: an answer is read in one go, and more masks than these would hold the page up. */
const MOST_FRAMES = 120;
const MOST_MASKS = 500;

export class MaskPages {
  readonly #api: Api;
  readonly #session: OpenSession;
  readonly #sink: MaskSink;
  readonly #onLoading: (loading: boolean) => void;
  readonly #onProblem: (problem: string) => void;
  readonly #pageFrames: number;
  readonly #newer = new Set<FrameIndex>();
  #stopped = false;
  #again = false;

  constructor(
    api: Api,
    session: OpenSession,
    sink: MaskSink,
    onLoading: (loading: boolean) => void,
    onProblem: (problem: string) => void,
  ) {
    this.#api = api;
    this.#session = session;
    const objects = Math.max(1, session.objects.length);
    this.#pageFrames = Math.max(1, Math.min(MOST_FRAMES, Math.floor(MOST_MASKS / objects)));
    this.#sink = sink;
    this.#onLoading = onLoading;
    this.#onProblem = onProblem;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** An event brought newer masks of this frame. */
  superseded(frame: FrameIndex): void {
    this.#newer.add(frame);
  }

  /** Objects lost their masks: the page on its way may be from before. */
  restart(): void {
    this.#again = true;
  }

  async load(): Promise<void> {
    const pages = this.#pagesWithMasks();
    if (pages.length === 0) return;
    this.#onLoading(true);
    for (const first of pages) {
      if (this.#stopped) break;
      await this.#loadPage(first);
    }
    if (!this.#stopped) this.#onLoading(false);
  }

  /** First frames of the pages that hold anything. */
  #pagesWithMasks(): FrameIndex[] {
    const first = new Set<number>();
    const runs = [...this.#session.runs.values()].flat();
    for (const [start, end] of runs) {
      for (
        let page = Math.floor(start / this.#pageFrames);
        page <= Math.floor(end / this.#pageFrames);
        page++
      ) {
        first.add(page * this.#pageFrames);
      }
    }
    // Prompted frames hold masks of objects that are not tracked yet, maybe empty ones.
    for (const { frameIndex: frame } of this.#session.prompts) {
      first.add(Math.floor(frame / this.#pageFrames) * this.#pageFrames);
    }
    return [...first].sort((a, b) => a - b).map(frameIndex);
  }

  async #loadPage(first: FrameIndex): Promise<void> {
    const last = frameIndex(Math.min(first + this.#pageFrames, this.#session.video.frameCount) - 1);
    do {
      this.#again = false;
      const frames = await this.#attempt(first, last);
      if (this.#stopped) return;
      if (!this.#again) this.#sink.setMasks(frames.filter((frame) => !this.#newer.has(frame.frameIndex)));
    } while (this.#again);
  }

  /** A broken line is tried again, for as long as the session is open; any other error is told. */
  async #attempt(first: FrameIndex, last: FrameIndex) {
    for (let wait = 500; !this.#stopped; wait = Math.min(wait * 2, 8000)) {
      try {
        return await fetchMasks(this.#api, this.#session.sessionId, first, last);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "OFFLINE") {
          this.#onProblem(sentence(error));
          return [];
        }
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return [];
  }
}
