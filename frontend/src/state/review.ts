/** Looking through the clip: the list of what needs a look, and the ways to the next and the previous. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { FrameIndex } from "../domain/clip";
import type { Measuring } from "./measuring";
import { findNeeds, type Need } from "./needs";
import type { OpenSession, SessionState } from "./sessionState";
import type { StageStore } from "./stageStore";

/** Scores change with every frame that is tracked; the list need not. */
const CALM_MS = 400;

/** What the list follows from. */
const seenOf = (session: OpenSession | null) => [session?.objects, session?.prompts, session?.video];

export interface ReviewSurroundings {
  readonly server: StoreApi<SessionState>;
  readonly stage: StageStore;
  readonly measuring: Measuring;
  seek(frame: number): void;
}

export class Review {
  /** Most in need first. */
  readonly store: StoreApi<{ readonly needs: readonly Need[] }> = createStore(() => ({ needs: [] }));
  readonly #around: ReviewSurroundings;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(around: ReviewSurroundings) {
    this.#around = around;
  }

  /** Keeps the list up to date until the returned function is called. */
  follow(): () => void {
    const { server, measuring } = this.#around;
    const ends = [
      measuring.store.subscribe(() => this.#soon()),
      server.subscribe((now, before) => {
        const [seen, known] = [seenOf(now.session), seenOf(before.session)];
        if (seen.some((part, index) => part !== known[index])) this.#soon();
      }),
    ];
    this.#soon();
    return () => {
      for (const end of ends) end();
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
    };
  }

  /** Looks at once. */
  refresh(): void {
    const { session } = this.#around.server.getState();
    const { measures } = this.#around.measuring;
    if (session === null || measures === null) return;
    const { objects, prompts, video } = session;
    const needs = findNeeds({ objects, prompts, ...sizeOf(video) }, measures);
    if (needs.length > 0 || this.store.getState().needs.length > 0) this.store.setState({ needs });
  }

  /** The next frame that needs a look, from the start again after the last; false where none does. */
  next(): boolean {
    const now = this.#around.stage.getState().frame;
    const inTime = this.store.getState().needs.toSorted((a, b) => a.frame - b.frame);
    const need = inTime.find(({ frame }) => frame > now) ?? inTime[0];
    if (need !== undefined) this.goTo(need);
    return need !== undefined;
  }

  previous(): boolean {
    const now = this.#around.stage.getState().frame;
    const inTime = this.store.getState().needs.toSorted((a, b) => a.frame - b.frame);
    const need = inTime.findLast(({ frame }) => frame < now) ?? inTime.at(-1);
    if (need !== undefined) this.goTo(need);
    return need !== undefined;
  }

  goTo({ frame, objectId }: Pick<Need, "frame" | "objectId">): void {
    this.#around.stage.setState({ selected: objectId });
    this.#around.seek(frame);
  }

  nextPrompted(): void {
    const now = this.#around.stage.getState().frame;
    this.#seekTo(this.#promptedFrames().find((frame) => frame > now));
  }

  previousPrompted(): void {
    const now = this.#around.stage.getState().frame;
    this.#seekTo(this.#promptedFrames().findLast((frame) => frame < now));
  }

  #promptedFrames(): readonly FrameIndex[] {
    const prompts = this.#around.server.getState().session?.prompts ?? [];
    return [...new Set(prompts.map(({ frameIndex }) => frameIndex))].sort((a, b) => a - b);
  }

  #seekTo(frame: FrameIndex | undefined): void {
    if (frame !== undefined) this.#around.seek(frame);
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.refresh();
    }, CALM_MS);
  }
}

const sizeOf = ({ frameCount, width, height }: OpenSession["video"]) => ({ frameCount, width, height });
