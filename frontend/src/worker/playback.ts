/**
 * Knows which frame is due while a clip plays. Time decides: a frame that is not there in its own time is left out, and
 * nothing is ever slowed down for it.
 */
import { type FrameIndex, type FrameRate, frameIndex } from "../domain/clip";
import { frameAt, startOf } from "../media/frame_times";
import type { Timer } from "../media/timer";
import type { ClipClock } from "./clip_clock";
import type { PlaybackStats } from "./protocol";

export interface PlaybackHost {
  /** Draws the newest frame there is, later than `after` and not later than `due`; says which, or null for none. */
  show(due: FrameIndex, after: FrameIndex): FrameIndex | null;
  ended(): void;
}

/** How often a clock that stands (sound is still loading) is looked at. */
const STANDING_MS = 20;

export class Playback {
  readonly #clock: ClipClock;
  readonly #rate: FrameRate;
  readonly #last: FrameIndex;
  readonly #host: PlaybackHost;
  readonly #timer: Timer;
  #cancel: (() => void) | null = null;
  #due = frameIndex(0);
  #shown = frameIndex(0);
  #inTime = true;
  #counts = { due: 0, drawn: 0, late: 0 };

  constructor(clock: ClipClock, rate: FrameRate, frameCount: number, host: PlaybackHost, timer: Timer) {
    this.#clock = clock;
    this.#rate = rate;
    this.#last = frameIndex(frameCount - 1);
    this.#host = host;
    this.#timer = timer;
  }

  get playing(): boolean {
    return this.#cancel !== null;
  }

  get stats(): PlaybackStats {
    return { ...this.#counts };
  }

  /** From a frame that is on the canvas already. The clock has to be set to it. */
  start(from: FrameIndex): void {
    this.stop();
    this.#due = from;
    this.#shown = from;
    this.#inTime = true;
    this.#wait(0);
  }

  resetStats(): void {
    this.#counts = { due: 0, drawn: 0, late: 0 };
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** A frame came: perhaps the one whose time it is. */
  arrived(): void {
    if (this.playing && this.#shown < this.#due) this.#tick();
  }

  #tick(): void {
    const now = frameAt(this.#clock.seconds(), this.#rate);
    this.#advanceTo(frameIndex(Math.min(now, this.#last)));
    if (this.#shown < this.#due) this.#draw();
    const over = now > this.#last;
    if (over) {
      this.stop();
      this.#host.ended();
    } else this.#wait(this.#untilNext());
  }

  /** Counts the frames whose time went by. The clock of sound may step back a little: frames do not. */
  #advanceTo(due: FrameIndex): void {
    if (due <= this.#due) return;
    this.#counts.late += due - this.#due - (this.#inTime ? 1 : 0);
    this.#counts.due += due - this.#due;
    this.#due = due;
    this.#inTime = false;
  }

  #draw(): void {
    const shown = this.#host.show(this.#due, this.#shown);
    if (shown === null) return;
    this.#shown = shown;
    this.#counts.drawn += 1;
    this.#inTime = shown === this.#due && frameAt(this.#clock.seconds(), this.#rate) <= this.#due;
  }

  #untilNext(): number {
    if (!this.#clock.running) return STANDING_MS;
    return Math.max(0, (startOf(this.#due + 1, this.#rate) - this.#clock.seconds()) * 1000);
  }

  #wait(milliseconds: number): void {
    this.#cancel?.();
    this.#cancel = this.#timer(() => this.#tick(), milliseconds);
  }
}
