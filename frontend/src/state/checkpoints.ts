/** Checkpoints on their way: asked after again and again while one is fetched or verified. The gallery keeps what is known. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { cancelCheckpointDownload, fetchCheckpoints, startCheckpointDownload } from "../api/checkpoints";
import type { Api } from "../api/client";
import { sentence } from "../api/errors";
import { type Checkpoint, isComing } from "../domain/checkpoint";
import type { Engine } from "../domain/server";
import { problemWords } from "../words/problems";
import { say } from "../words/words";
import { type Pace, quickened } from "./downloadPace";
import type { Gallery } from "./galleryStore";
import type { NoticeBoard } from "./notices";

export interface CheckpointsState {
  /** The list of engines is open, which tells failures where they happen. */
  readonly shown: boolean;
  /** The checkpoint whose download is being begun or cancelled. */
  readonly asking: string | null;
  /** How fast the one on its way comes. */
  readonly pace: Pace | null;
  /** Why the server did not say how far it is; null when it did. */
  readonly problem: string | null;
  /** Why a download could not be begun or cancelled, by checkpoint. */
  readonly refusals: ReadonlyMap<string, string>;
}

export interface CheckpointSurroundings {
  /** Between two questions about progress. */
  pause(): Promise<void>;
  /** In milliseconds, from anywhere. */
  now(): number;
}

export class Checkpoints {
  readonly store: StoreApi<CheckpointsState> = createStore<CheckpointsState>(() => ({
    shown: false,
    asking: null,
    pace: null,
    problem: null,
    refusals: new Map(),
  }));
  readonly #api: Api;
  readonly #gallery: Gallery;
  readonly #notices: NoticeBoard;
  readonly #around: CheckpointSurroundings;
  #following = false;
  /** Counts what a person asked for: an answer that was on its way meanwhile is out of date. */
  #asked = 0;

  constructor(api: Api, gallery: Gallery, notices: NoticeBoard, around: CheckpointSurroundings) {
    this.#api = api;
    this.#gallery = gallery;
    this.#notices = notices;
    this.#around = around;
    gallery.store.subscribe(({ server }, before) => {
      if (server === null || server === before.server) return;
      for (const engine of server.engines) this.#compare(engine, before.server?.engines ?? []);
      if (this.#coming() !== undefined) void this.#follow();
    });
  }

  /** Opens or closes the list of engines. What it shows is asked for anew. */
  show(shown: boolean): void {
    this.store.setState({ shown, refusals: new Map() });
    if (shown) void this.#ask();
  }

  start(name: string): Promise<void> {
    return this.#change(name, startCheckpointDownload);
  }

  cancel(name: string): Promise<void> {
    return this.#change(name, cancelCheckpointDownload);
  }

  async #change(name: string, call: (api: Api, name: string) => Promise<Checkpoint>): Promise<void> {
    if (this.store.getState().asking !== null) return;
    this.store.setState({ asking: name });
    this.#refuse(name, null);
    this.#asked += 1;
    try {
      this.#gallery.heardOf([await call(this.#api, name)]);
    } catch (error) {
      this.#refuse(name, sentence(error));
      // Somebody else may have begun one, which then is seen.
      void this.#ask();
    } finally {
      this.store.setState({ asking: null });
    }
  }

  async #follow(): Promise<void> {
    if (this.#following) return;
    this.#following = true;
    while (this.#coming() !== undefined) {
      await this.#around.pause();
      await this.#ask();
    }
    this.#following = false;
    // Whatever had to wait for it need not any more.
    this.store.setState({ pace: null, problem: null, refusals: new Map() });
  }

  async #ask(): Promise<void> {
    const asked = this.#asked;
    try {
      const heard = await fetchCheckpoints(this.#api);
      if (asked !== this.#asked || this.store.getState().asking !== null) return;
      this.#gallery.heardOf(heard);
      const pace = quickened(this.store.getState().pace, this.#coming(), this.#around.now());
      this.store.setState({ problem: null, pace });
    } catch (error) {
      this.store.setState({ problem: sentence(error) });
    }
  }

  #coming(): Checkpoint | undefined {
    const engines = this.#gallery.store.getState().server?.engines ?? [];
    return engines.flatMap(({ checkpoint }) => checkpoint ?? []).find(isComing);
  }

  /** Tells what ended well or badly since the engine was last heard of. */
  #compare({ name, available, checkpoint: now }: Engine, before: readonly Engine[]): void {
    const known = before.find((engine) => engine.name === name);
    const then = known?.checkpoint;
    if (!now || !known || !then) return;
    // A checkpoint that came makes its engine available, which only the list of engines says.
    if (now.state === "READY" && then.state !== "READY" && !available) void this.#gallery.refreshServer();
    else if (now.state === "READY" && available && !known.available) {
      this.#notices.say("good", say("state:engineReady", { title: now.title }), say("state:engineReadyText"));
    } else if (isComing(then) && now.problem !== null && !this.store.getState().shown) {
      this.#notices.say("bad", say("state:notDownloaded", { title: now.title }), problemWords(now.problem));
    }
  }

  #refuse(name: string, why: string | null): void {
    this.store.setState(({ refusals }) => {
      const left = new Map(refusals);
      if (why === null) left.delete(name);
      else left.set(name, why);
      return { refusals: left };
    });
  }
}
