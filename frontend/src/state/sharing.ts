/** The share links of one session, for its owner: asked for from the stage or from among the sessions. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { sentence } from "../api/errors";
import { createShareLink, fetchShareLinks, removeShareLink } from "../api/sharing";
import type { Access, Right, ShareLink } from "../domain/access";

/** Where everybody is in, links give nobody anything; and only an owner gives rights away. */
export const canShare = (access: Access | null, right: Right): boolean =>
  access !== null && access.mode !== "open" && right === "OWN";

export interface Shared {
  readonly sessionId: string;
  readonly name: string;
}

export interface SharingState {
  /** Whose links are shown; null: none are. */
  readonly session: Shared | null;
  /** Oldest first; null until the server told. */
  readonly links: readonly ShareLink[] | null;
  /** Why the last thing failed, as a sentence. */
  readonly problem: string | null;
  readonly isBusy: boolean;
}

const closed: SharingState = { session: null, links: null, problem: null, isBusy: false };

export class Sharing {
  readonly store: StoreApi<SharingState> = createStore<SharingState>(() => closed);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  open(session: Shared): Promise<void> {
    this.store.setState({ ...closed, session });
    return this.load();
  }

  close(): void {
    this.store.setState(closed);
  }

  load(): Promise<void> {
    return this.#try(async (sessionId) => await fetchShareLinks(this.#api, sessionId));
  }

  create(right: ShareLink["right"]): Promise<void> {
    return this.#try(async (sessionId, links) => [
      ...links,
      await createShareLink(this.#api, sessionId, right),
    ]);
  }

  remove(shareId: string): Promise<void> {
    return this.#try(async (_sessionId, links) => {
      await removeShareLink(this.#api, shareId);
      return links.filter((link) => link.shareId !== shareId);
    });
  }

  /** One thing at a time; answers that come after the list was closed change nothing. */
  async #try(
    act: (sessionId: string, links: readonly ShareLink[]) => Promise<readonly ShareLink[]>,
  ): Promise<void> {
    const { session, links, isBusy } = this.store.getState();
    if (session === null || isBusy) return;
    this.store.setState({ isBusy: true, problem: null });
    const end = (state: Partial<SharingState>) =>
      this.store.getState().session === session && this.store.setState({ isBusy: false, ...state });
    try {
      end({ links: await act(session.sessionId, links ?? []) });
    } catch (error) {
      end({ problem: sentence(error) });
    }
  }
}
