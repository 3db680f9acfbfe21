/**
 * Backward and fast play, as tape machines have it: each press of the same way is faster, up to eight times. Forward at the
 * clip's own rate is the player's, with sound; everything else goes from frame to frame, never more than one on its way.
 */
import { createStore, type StoreApi } from "zustand/vanilla";

/** What shuttling needs of the open session. */
export interface Tape {
  frame(): number;
  frameCount(): number;
  framesPerSec(): number;
  /** Resolves when the frame is drawn. */
  show(frame: number): Promise<void>;
  play(): void;
  pause(): void;
  isPlaying(): boolean;
}

export interface ShuttleClock {
  /** Seconds, from anywhere. */
  now(): number;
  /** Resolves after so many seconds. */
  wait(seconds: number): Promise<void>;
}

const browserClock: ShuttleClock = {
  now: () => performance.now() / 1000,
  wait: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
};

const FASTEST = 8;

export class Shuttle {
  /** Times the clip's rate; negative is backward, 0 is not shuttling. */
  readonly store: StoreApi<{ readonly speed: number }> = createStore(() => ({ speed: 0 }));
  readonly #tape: Tape;
  readonly #clock: ShuttleClock;
  #run = 0;

  constructor(tape: Tape, clock: ShuttleClock = browserClock) {
    this.#tape = tape;
    this.#clock = clock;
  }

  get speed(): number {
    return this.store.getState().speed;
  }

  backward(): void {
    this.#go(this.speed < 0 ? Math.max(this.speed * 2, -FASTEST) : -1);
  }

  forward(): void {
    const before = this.#tape.isPlaying() ? 1 : this.speed;
    if (before > 0) this.#go(Math.min(before * 2, FASTEST));
    else {
      this.stop();
      this.#tape.play();
    }
  }

  /** Stands where it is. */
  stop(): void {
    this.#run += 1;
    if (this.speed !== 0) this.store.setState({ speed: 0 });
  }

  #go(speed: number): void {
    if (this.#tape.isPlaying()) this.#tape.pause();
    this.#run += 1;
    this.store.setState({ speed });
    void this.#roll(this.#run, speed);
  }

  /** Time decides which frame is due; those that a slow decoder has no time for are left out. */
  async #roll(run: number, speed: number): Promise<void> {
    const began = this.#clock.now();
    const from = this.#tape.frame();
    const last = this.#tape.frameCount() - 1;
    const rate = this.#tape.framesPerSec() * Math.abs(speed);
    let shown = 0;
    while (run === this.#run) {
      const due = Math.max(shown + 1, Math.floor((this.#clock.now() - began) * rate));
      const frame = Math.max(0, Math.min(last, from + Math.sign(speed) * due));
      await this.#clock.wait(Math.max(0, began + due / rate - this.#clock.now()));
      if (run !== this.#run) return;
      await this.#tape.show(frame);
      shown = due;
      if (frame === 0 || frame === last) break;
    }
    if (run === this.#run) this.stop();
  }
}
