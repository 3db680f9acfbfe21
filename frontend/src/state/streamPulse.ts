/**
 * Notices a stream of events that is dead without having ended: the laptop slept, a network went away silently. Asks the
 * server now and then, and at once when the page wakes, how far the session is; an event that stays out means a dead stream.
 */
import type { Clock } from "./clock";

const EVERY_MS = 15_000;
/** An event that is on its way gets so long to arrive. */
const PATIENCE_MS = 3000;

export interface PulseQuestions {
  /** The cursor of the session's newest event, as the server has it. Rejects where it cannot be asked. */
  readonly newest: () => Promise<number>;
  /** The cursor of the newest event that came. */
  readonly known: () => number;
}

export class StreamPulse {
  readonly #questions: PulseQuestions;
  readonly #clock: Clock;
  readonly #onDead: () => void;
  #cancel: (() => void) | null = null;
  #stopWaking: (() => void) | null = null;
  /** Counts starts, so that what was asked before a stop says nothing. */
  #round = 0;

  constructor(questions: PulseQuestions, clock: Clock, onDead: () => void) {
    this.#questions = questions;
    this.#clock = clock;
    this.#onDead = onDead;
  }

  start(): void {
    this.stop();
    this.#stopWaking = this.#clock.onWake(() => void this.#ask());
    this.#wait();
  }

  stop(): void {
    this.#round += 1;
    this.#cancel?.();
    this.#stopWaking?.();
    this.#cancel = null;
    this.#stopWaking = null;
  }

  #wait(): void {
    this.#cancel?.();
    this.#cancel = this.#clock.after(EVERY_MS, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    const round = this.#round;
    const newest = await this.#questions.newest().catch(() => null);
    if (round !== this.#round) return;
    if (newest === null) this.#dead();
    else if (newest <= this.#questions.known()) this.#wait();
    else {
      this.#cancel?.();
      this.#cancel = this.#clock.after(PATIENCE_MS, () =>
        this.#questions.known() < newest ? this.#dead() : this.#wait(),
      );
    }
  }

  #dead(): void {
    this.stop();
    this.#onDead();
  }
}
