/** A page whose code is fetched when it is wanted. What is there already is shown at once, without a fallback: once React shows one, it stays for 300 ms. */
import { type ComponentType, lazy, useState } from "react";

export class FetchedPage<Props extends object> {
  readonly late: ComponentType<Props>;
  readonly #load: () => Promise<ComponentType<Props>>;
  #there: ComponentType<Props> | null = null;

  constructor(load: () => Promise<ComponentType<Props>>) {
    this.#load = load;
    this.late = lazy(async () => ({ default: await load() }));
  }

  /** Null before its code was fetched. */
  get there(): ComponentType<Props> | null {
    return this.#there;
  }

  /** Rejects where the code cannot be fetched; showing the page tries once more. */
  async fetch(): Promise<void> {
    this.#there = await this.#load();
  }
}

interface FetchedProps<Props extends object> {
  readonly page: FetchedPage<Props>;
  /** What the page itself is told. */
  readonly given: Props;
}

/** Suspends where the page's code is not there yet. */
export function Fetched<Props extends object>({ page, given }: FetchedProps<Props>) {
  const [Page] = useState<ComponentType<Props>>(() => page.there ?? page.late);
  return <Page {...given} />;
}
