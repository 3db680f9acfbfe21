/**
 * Who is in, and the door that shuts when the server wants to know who is there. What was asked of the server meanwhile
 * waits at the door and goes on when somebody came in, so nothing that was on its way is lost.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { fetchAccess, signIn, signOut } from "../api/access";
import { ApiError, sentence } from "../api/errors";
import { type Access, isIn } from "../domain/access";
import { say } from "../words/words";

export interface DoorState {
  /** null until the server said. */
  readonly access: Access | null;
  /** Nothing is answered before somebody signs in. */
  readonly shut: boolean;
  /** Somebody was in before: what lies behind the door is a person's work. */
  readonly wasIn: boolean;
  /** Why the last try failed, as a sentence. */
  readonly problem: string | null;
  /** Too many tries: milliseconds of `now` until the next. */
  readonly waitUntil: number | null;
}

/** The server, as the door needs it. */
export interface DoorCalls {
  readonly fetchAccess: typeof fetchAccess;
  readonly signIn: typeof signIn;
  readonly signOut: typeof signOut;
}

/** A server that limits tries and does not say for how long. */
const WAIT_S = 30;

export class Door {
  readonly store: StoreApi<DoorState> = createStore<DoorState>(() => ({
    access: null,
    shut: false,
    wasIn: false,
    problem: null,
    waitUntil: null,
  }));
  readonly #calls: DoorCalls;
  readonly #now: () => number;
  #waiting: (() => void)[] = [];

  constructor(calls: DoorCalls = { fetchAccess, signIn, signOut }, now: () => number = () => Date.now()) {
    this.#calls = calls;
    this.#now = now;
  }

  /** Asks who is in; opens where somebody is. A server that does not answer leaves everything as it is. */
  async look(): Promise<void> {
    try {
      const access = await this.#calls.fetchAccess();
      this.store.setState({ access, problem: null });
      if (isIn(access)) this.#open();
    } catch (error) {
      this.store.setState({ problem: sentence(error) });
    }
  }

  /** The server refused to answer a stranger: resolves when somebody is in. */
  passed(): Promise<void> {
    const isFirst = this.#waiting.length === 0;
    const passed = new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (isFirst) void this.#shut();
    return passed;
  }

  /** True when the token was right. Else the store says why not. */
  async enter(token: string): Promise<boolean> {
    this.store.setState({ problem: null, waitUntil: null });
    try {
      await this.#calls.signIn(token);
    } catch (error) {
      this.store.setState({ problem: refusalWords(error), waitUntil: this.#waitOf(error) });
      return false;
    }
    await this.look();
    const { shut, problem } = this.store.getState();
    // The server took it, and the browser did not keep its cookie.
    if (shut && problem === null) this.store.setState({ problem: say("app:cookiesOff") });
    return !shut;
  }

  /** Rejects where the server did not hear it. */
  async leave(): Promise<void> {
    await this.#calls.signOut();
  }

  async #shut(): Promise<void> {
    await this.look();
    if (this.#waiting.length === 0) return;
    this.store.setState(({ access, problem }) => ({ shut: true, problem: access === null ? problem : null }));
  }

  #open(): void {
    this.store.setState({ shut: false, wasIn: true, problem: null, waitUntil: null });
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }

  #waitOf(error: unknown): number | null {
    if (!(error instanceof ApiError) || error.code !== "RATE_LIMITED") return null;
    const seconds = Number(error.details.retry_after_s ?? WAIT_S);
    return this.#now() + 1000 * seconds;
  }
}

function refusalWords(error: unknown): string {
  const isWrong = error instanceof ApiError && error.code === "UNAUTHENTICATED";
  return isWrong ? say("app:tokenWrong") : sentence(error);
}
