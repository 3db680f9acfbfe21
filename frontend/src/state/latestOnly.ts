/** Sends values one after the other; while one is on its way only the newest waits. Keeps fast clicks in order. */

export class LatestOnly<Value> {
  readonly #send: (value: Value) => Promise<void>;
  #waiting: { readonly value: Value } | null = null;
  #running: Promise<void> | null = null;

  /** `send` must not reject: it owns its errors. */
  constructor(send: (value: Value) => Promise<void>) {
    this.#send = send;
  }

  /** Resolves when nothing is on its way any more. */
  put(value: Value): Promise<void> {
    this.#waiting = { value };
    this.#running ??= this.#drain();
    return this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#waiting !== null) {
      const { value } = this.#waiting;
      this.#waiting = null;
      await this.#send(value);
    }
    this.#running = null;
  }
}
