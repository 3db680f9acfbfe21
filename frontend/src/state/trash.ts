/** What was deleted and can still be brought back: told with an undo right after, and listed until it goes for good. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { sentence } from "../api/errors";
import { deleteForever, fetchTrash, restoreDeleted } from "../api/trash";
import type { Deleted, Storage } from "../domain/trash";
import { say } from "../words/words";
import type { NoticeBoard } from "./notices";

export interface TrashState {
  /** The list is open. */
  readonly shown: boolean;
  readonly phase: "loading" | "ready" | "failed";
  readonly problem: string | null;
  /** Newest first. */
  readonly list: readonly Deleted[];
  readonly storage: Storage | null;
  /** Ids of those that something is being done with. */
  readonly busy: ReadonlySet<string>;
}

type Named = Pick<Deleted, "trashId" | "name">;

export class Trash {
  readonly store: StoreApi<TrashState> = createStore<TrashState>(() => ({
    shown: false,
    phase: "loading",
    problem: null,
    list: [],
    storage: null,
    busy: new Set(),
  }));
  readonly #api: Api;
  readonly #notices: NoticeBoard;
  readonly #onRestored: () => Promise<void>;

  /** `onRestored`: what was brought back is to be seen again. */
  constructor(api: Api, notices: NoticeBoard, onRestored: () => Promise<void>) {
    this.#api = api;
    this.#notices = notices;
    this.#onRestored = onRestored;
  }

  show(shown: boolean): void {
    this.store.setState({ shown });
    if (shown) void this.load();
  }

  async load(): Promise<void> {
    try {
      const { trash, storage } = await fetchTrash(this.#api);
      this.store.setState({ phase: "ready", problem: null, list: trash, storage });
    } catch (error) {
      this.store.setState({ phase: "failed", problem: sentence(error) });
    }
  }

  /** Something was deleted: says so, with the way back. null: there is none. */
  tell(name: string, trashId: string | null): void {
    if (trashId === null) {
      this.#notices.say("plain", say("gallery:deletedForGood", { name }));
      return;
    }
    const undo = { words: say("gallery:undo"), act: () => void this.restore({ trashId, name }) };
    this.#notices.say("good", say("gallery:inTrash", { name }), "", undo);
  }

  async restore({ trashId, name }: Named): Promise<void> {
    await this.#busyWith(trashId, say("gallery:notRestored", { name }), async () => {
      await restoreDeleted(this.#api, trashId);
      this.#notices.say("good", say("gallery:restored", { name }));
      await this.#onRestored();
    });
  }

  async deleteForever({ trashId, name }: Named): Promise<void> {
    await this.#busyWith(trashId, say("gallery:notDeletedForGood", { name }), () =>
      deleteForever(this.#api, trashId),
    );
  }

  async #busyWith(trashId: string, failure: string, act: () => Promise<void>): Promise<void> {
    this.store.setState(({ busy }) => ({ busy: new Set([...busy, trashId]) }));
    try {
      await act();
    } catch (error) {
      this.#notices.say("bad", failure, sentence(error));
    } finally {
      this.store.setState(({ busy }) => ({ busy: new Set([...busy].filter((id) => id !== trashId)) }));
      // Its time may have been over meanwhile, too.
      if (this.store.getState().shown) await this.load();
    }
  }
}
