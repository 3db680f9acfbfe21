/** Knows on which marked element (data-hint) the pointer has rested for a while, or the keyboard's focus lies. */

const DELAY_MS = 500;
/** Whoever has just read one name need not wait for the next. */
const SOON_MS = 200;

const hintedAround = (target: EventTarget | null): Element | null =>
  target instanceof Element ? target.closest("[data-hint]") : null;

class Rest {
  readonly #tell: (element: Element | null) => void;
  #over: Element | null = null;
  #shown: Element | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #hiddenAt = Number.NEGATIVE_INFINITY;

  constructor(tell: (element: Element | null) => void) {
    this.#tell = tell;
  }

  readonly over = (event: Event): void => {
    if ((event as PointerEvent).pointerType === "touch") return;
    const element = hintedAround(event.target);
    if (element === this.#over) return;
    const isReading = this.#shown !== null || performance.now() - this.#hiddenAt < SOON_MS;
    this.hide();
    this.#over = element;
    if (element !== null) this.#timer = setTimeout(() => this.#show(element), isReading ? 0 : DELAY_MS);
  };

  readonly focus = ({ target }: Event): void => {
    const element = hintedAround(target);
    if (element === target && element?.matches(":focus-visible")) this.#show(element);
  };

  /** Until the pointer comes to another element. */
  readonly hide = (): void => {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#shown === null) return;
    this.#shown = null;
    this.#hiddenAt = performance.now();
    this.#tell(null);
  };

  #show(element: Element): void {
    // What is open says by itself what it is; a name above it would take its Escape, too.
    if (!element.isConnected || element.getAttribute("aria-expanded") === "true") return;
    this.#shown = element;
    this.#tell(element);
  }
}

/** Tells the element, or null for none any more, until the returned function is called. */
export function followRest(tell: (element: Element | null) => void): () => void {
  const rest = new Rest(tell);
  const heard = [
    ["pointerover", rest.over],
    ["focusin", rest.focus],
    ["focusout", rest.hide],
    ["pointerdown", rest.hide],
    ["keydown", rest.hide],
    ["scroll", rest.hide],
  ] as const;
  for (const [name, listener] of heard)
    document.addEventListener(name, listener, { capture: true, passive: true });
  return () => {
    rest.hide();
    for (const [name, listener] of heard) document.removeEventListener(name, listener, { capture: true });
  };
}
