/**
 * Knows when the page hears which frame is shown. At rest at once; while the clip plays a dozen times a second: whatever
 * the page changes is laid over the picture anew, and that would cost as much as the picture itself.
 */
import type { FrameIndex } from "../domain/clip";

const PACE_MS = 80;

export class ShownFrame {
  readonly #hear: (frame: FrameIndex) => void;
  readonly #now: () => number;
  #playing = false;
  #untold: FrameIndex | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(hear: (frame: FrameIndex) => void, now: () => number) {
    this.#hear = hear;
    this.#now = now;
  }

  shows(frame: FrameIndex): void {
    this.#untold = frame;
    if (!this.#playing || this.#now() - this.#toldAt >= PACE_MS) this.tell();
  }

  /** What is shown when playing ends is told. */
  plays(playing: boolean): void {
    this.#playing = playing;
    if (!playing) this.tell();
  }

  /** At once: what a person does now is meant for the frame that is seen now. */
  tell(): void {
    if (this.#untold === null) return;
    this.#toldAt = this.#now();
    this.#hear(this.#untold);
    this.#untold = null;
  }
}
