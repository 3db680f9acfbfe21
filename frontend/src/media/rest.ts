/** Knows when a reader leaves the processor alone after a jump: until the picture had time to come to the display. */
import type { Timer } from "./timer";

const REST_MS = 150;

export class Rest {
  readonly #timer: Timer;
  readonly #over: () => void;
  #state: "waiting" | "shown" | "over" = "over";
  #cancel: (() => void) | null = null;

  /** `over` is called when a rest ends by itself. */
  constructor(timer: Timer, over: () => void) {
    this.#timer = timer;
    this.#over = over;
  }

  get isOn(): boolean {
    return this.#state !== "over";
  }

  /** For as long as the picture is not there, however long that takes. */
  begin(): void {
    this.end();
    this.#state = "waiting";
  }

  /** The picture is there, and drawn next. */
  pictureCame(): void {
    if (this.#state !== "waiting") return;
    this.#state = "shown";
    this.#cancel = this.#timer(() => {
      this.end();
      this.#over();
    }, REST_MS);
  }

  end(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#state = "over";
  }
}
