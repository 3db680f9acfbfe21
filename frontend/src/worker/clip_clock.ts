/** Knows what time of the clip it is: the last time it was told, and what has passed since. */

export class ClipClock {
  readonly #now: () => number;
  #seconds = 0;
  #at = 0;
  #running = false;

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  get running(): boolean {
    return this.#running;
  }

  set(seconds: number, running: boolean, at = this.#now()): void {
    this.#seconds = seconds;
    this.#running = running;
    this.#at = at;
  }

  seconds(): number {
    return this.#running ? this.#seconds + Math.max(0, this.#now() - this.#at) / 1000 : this.#seconds;
  }
}
