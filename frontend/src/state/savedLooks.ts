/** Knows the looks that a person saved, kept in this browser for all sessions. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { EffectStack } from "../domain/effect";
import { parseStack } from "../effects/stack";

/** By name, oldest first. A look means all objects: sessions have others. */
export type SavedLooks = Readonly<Record<string, EffectStack>>;

const KEY = "masklet.looks";

function read(storage: Storage | null): SavedLooks {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).flatMap(([name, stack]) => {
        const parsed = parseStack(stack);
        return parsed === null ? [] : [[name, parsed]];
      }),
    );
  } catch {
    // Somebody else's or an older text: start with none.
    return {};
  }
}

export class LookShelf {
  readonly store: StoreApi<{ readonly saved: SavedLooks }>;
  readonly #storage: Storage | null;

  constructor(storage: Storage | null) {
    this.#storage = storage;
    this.store = createStore(() => ({ saved: read(storage) }));
  }

  /** One of the same name is replaced. */
  save(name: string, stack: EffectStack): void {
    const everywhere = stack.map((layer) => ({ ...layer, objectIds: null }));
    this.#set({ ...this.store.getState().saved, [name]: everywhere });
  }

  remove(name: string): void {
    const { [name]: _, ...others } = this.store.getState().saved;
    this.#set(others);
  }

  #set(saved: SavedLooks): void {
    this.store.setState({ saved });
    try {
      this.#storage?.setItem(KEY, JSON.stringify(saved));
    } catch {
      // Full or refused: the looks last as long as the page.
    }
  }
}
