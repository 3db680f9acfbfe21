/**
 * Keeps the server's state of one session up to date: reads it, fetches its masks in pages, follows its events from the
 * cursor, and comes back by itself when the line breaks. Masks go straight to `sink`; the store never holds one.
 */
import type { StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { ApiError, sentence } from "../api/errors";
import { fetchCursor, fetchSession, followSession, type SessionSnapshot } from "../api/sessions";
import type { ObjectId } from "../domain/clip";
import type { SessionEvent } from "../domain/session";
import { browserClock, type Clock } from "./clock";
import { MaskPages, type MaskSink } from "./maskPages";
import { applyEvents, type SessionState } from "./sessionState";
import { StreamPulse } from "./streamPulse";

/** Bursts of events (a replay after reconnecting) change the screen once. */
const BATCH_MS = 33;

/** What the feed tells besides the store. */
export interface FeedListener {
  onEvents(events: readonly SessionEvent[]): void;
  onProblem(problem: string): void;
}

const RETRY_MS = [500, 1000, 2000, 4000, 8000];

export class SessionFeed {
  readonly #api: Api;
  readonly #store: StoreApi<SessionState>;
  readonly #sessionId: string;
  readonly #clock: Clock;
  readonly #listener: FeedListener;
  readonly #pulse: StreamPulse;
  #sink: MaskSink | null = null;
  #pages: MaskPages | null = null;
  #queue: SessionEvent[] = [];
  #stopStream: (() => void) | null = null;
  #cancelTimer: (() => void) | null = null;
  #cancelBatch: (() => void) | null = null;
  #failures = 0;

  constructor(
    api: Api,
    store: StoreApi<SessionState>,
    sessionId: string,
    listener: FeedListener,
    clock: Clock = browserClock,
  ) {
    this.#api = api;
    this.#store = store;
    this.#sessionId = sessionId;
    this.#listener = listener;
    this.#clock = clock;
    const questions = {
      newest: () => fetchCursor(api, sessionId),
      known: () => this.#queue.at(-1)?.cursor ?? store.getState().session?.cursor ?? 0,
    };
    this.#pulse = new StreamPulse(questions, clock, () => {
      this.#stopStream?.();
      this.#flush();
      this.#retry();
    });
  }

  /** Reads the session, where nobody asked for it before. Failure is a phase of the store, not an exception. */
  async load(asked: Promise<SessionSnapshot> = fetchSession(this.#api, this.#sessionId)): Promise<void> {
    try {
      const session = await asked;
      this.#store.setState({ phase: "open", problem: null, session });
    } catch (error) {
      const phase = isGone(error) ? "deleted" : "failed";
      this.#store.setState({ phase, problem: sentence(error) });
    }
  }

  /** Follows events and hands masks to the sink, until the returned function is called. */
  follow(sink: MaskSink): () => void {
    this.#sink = sink;
    this.#loadMasks();
    this.#connect();
    return () => this.#stop();
  }

  #stop(): void {
    this.#flush();
    this.#sink = null;
    this.#pulse.stop();
    this.#pages?.stop();
    this.#stopStream?.();
    this.#cancelTimer?.();
    this.#cancelBatch?.();
    this.#cancelBatch = null;
  }

  #loadMasks(): void {
    this.#pages?.stop();
    const session = this.#store.getState().session;
    const sink = this.#sink;
    if (session === null || sink === null) return;
    const pages = new MaskPages(
      this.#api,
      session,
      sink,
      (loading) => this.#store.setState({ masksLoading: loading }),
      (problem) => this.#listener.onProblem(problem),
    );
    this.#pages = pages;
    void pages.load();
  }

  #connect(): void {
    const session = this.#store.getState().session;
    if (session === null) return;
    this.#stopStream = followSession(
      this.#api,
      this.#sessionId,
      session.cursor,
      (event) => this.#receive(event),
      (error) => {
        this.#flush();
        if (isGone(error)) this.#store.setState({ phase: "deleted" });
        else this.#retry();
      },
    );
    this.#store.setState({ connection: "live" });
    this.#pulse.start();
  }

  #receive(event: SessionEvent): void {
    this.#failures = 0;
    this.#queue.push(event);
    this.#cancelBatch ??= this.#clock.after(BATCH_MS, () => this.#flush());
  }

  #flush(): void {
    this.#cancelBatch?.();
    this.#cancelBatch = null;
    const events = this.#queue;
    this.#queue = [];
    if (events.length === 0) return;
    const before = this.#store.getState();
    const fresh = inOrder(events, before.session?.cursor ?? 0);
    this.#handOver(fresh, before);
    this.#store.setState(applyEvents(before, fresh));
    this.#listener.onEvents(fresh);
  }

  #handOver(events: readonly SessionEvent[], before: SessionState): void {
    let known = before.session?.objects.map(({ objectId }) => objectId) ?? [];
    for (const event of events) {
      if (event.kind === "masks") {
        this.#pages?.superseded(event.frame.frameIndex);
        this.#sink?.setMasks([event.frame]);
      } else if (event.kind === "cleared") {
        this.#forget(event.objectIds);
      } else if (event.kind === "objects") {
        const kept = new Set(event.objects.map(({ objectId }) => objectId));
        const gone = known.filter((objectId) => !kept.has(objectId));
        if (gone.length > 0) this.#forget(gone);
        known = [...kept];
      }
    }
  }

  #forget(objectIds: readonly ObjectId[]): void {
    this.#sink?.clearMasks(objectIds);
    this.#pages?.restart();
  }

  #retry(): void {
    this.#pulse.stop();
    this.#store.setState({ connection: "reconnecting" });
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 8000;
    this.#failures += 1;
    this.#cancelTimer = this.#clock.after(wait, () => void this.#reconnect());
  }

  /** Reads the session anew: a server that was restarted may count from the start again. */
  async #reconnect(): Promise<void> {
    try {
      const session = await fetchSession(this.#api, this.#sessionId);
      if (this.#sink === null) return;
      const before = this.#store.getState().session;
      const restarted = before !== null && session.cursor < before.cursor;
      const cursor = before === null || restarted ? session.cursor : before.cursor;
      // A video never changes; the same object keeps the player open.
      this.#store.setState({ session: { ...session, cursor, video: before?.video ?? session.video } });
      if (restarted) this.#loadMasks();
      this.#connect();
    } catch (error) {
      if (this.#sink === null) return;
      if (isGone(error)) this.#store.setState({ phase: "deleted" });
      else this.#retry();
    }
  }
}

const isGone = (error: unknown): boolean => error instanceof ApiError && error.code === "SESSION_NOT_FOUND";

/** Those after the cursor, each once. */
function inOrder(events: readonly SessionEvent[], after: number): SessionEvent[] {
  let seen = after;
  return events.filter(({ cursor }) => {
    const isNew = cursor > seen;
    if (isNew) seen = cursor;
    return isNew;
  });
}
