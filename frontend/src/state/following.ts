/**
 * While tracking that was started here runs, its newest frame is shown now and then, so that a person sees the masks come;
 * afterwards the frame from which it began. Whoever goes to another frame meanwhile, plays or prompts, is left alone.
 */
import type { FrameIndex } from "../domain/clip";
import type { SessionEvent } from "../domain/session";

/** Decoding and drawing a frame takes from the tracker where both share a processor. */
const PACE_MS = 250;

export interface FollowingHands {
  readonly frame: () => FrameIndex;
  readonly isBusy: () => boolean;
  readonly show: (frame: FrameIndex) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

interface Followed {
  readonly jobId: string;
  readonly origin: FrameIndex;
  /** What was shown last; the person went elsewhere where another one is. */
  readonly shown: FrameIndex;
  readonly at: number;
}

export class Following {
  readonly #hands: FollowingHands;
  #followed: Followed | null = null;

  constructor(hands: FollowingHands) {
    this.#hands = hands;
  }

  begin(jobId: string): void {
    const frame = this.#hands.frame();
    this.#followed = { jobId, origin: frame, shown: frame, at: this.#hands.now() };
  }

  hear(events: readonly SessionEvent[]): void {
    if (this.#followed === null) return;
    if (this.#hands.isBusy() || this.#hands.frame() !== this.#followed.shown) {
      this.#followed = null;
      return;
    }
    const { jobId, origin, at } = this.#followed;
    const isOver = events.some(
      (event) => event.kind === "job" && event.job.jobId === jobId && event.job.finishedAt !== null,
    );
    if (isOver) {
      this.#followed = null;
      this.#hands.show(origin);
      return;
    }
    const newest = events.findLast((event) => event.kind === "masks");
    if (newest !== undefined && this.#hands.now() - at >= PACE_MS) this.#go(newest.frame.frameIndex);
  }

  #go(frame: FrameIndex): void {
    if (this.#followed !== null) this.#followed = { ...this.#followed, shown: frame, at: this.#hands.now() };
    this.#hands.show(frame);
  }
}
