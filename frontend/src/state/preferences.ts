/** What a person chose once and means for next time; kept in this browser. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { isLanguage, type Language } from "../words/words";
import { readKeyChoice } from "./keys/keptKeys";
import { type KeyChoice, ownKeys } from "./keys/keymap";
import type { TrackScope } from "./trackScope";

export interface Preferences {
  /** The engine for new sessions; null: the server's default. */
  readonly engine: string | null;
  /** For engines that can work on smaller images; null: on full ones. */
  readonly imageSize: number | null;
  /** Tell by a system notification when tracking or an export ended. */
  readonly notify: boolean;
  /** null: the browser's. */
  readonly language: Language | null;
  readonly keys: KeyChoice;
  /** Which objects tracking takes. */
  readonly trackScope: TrackScope;
}

const KEY = "masklet.preferences";
const defaults: Preferences = {
  engine: null,
  imageSize: null,
  notify: false,
  language: null,
  keys: ownKeys,
  trackScope: "all",
};

function read(storage: Storage | null): Preferences {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return defaults;
    const { engine, imageSize, notify, language, keys, trackScope } = kept as Partial<
      Record<keyof Preferences, unknown>
    >;
    return {
      engine: typeof engine === "string" ? engine : null,
      imageSize: typeof imageSize === "number" ? imageSize : null,
      notify: notify === true,
      language: isLanguage(language) ? language : null,
      keys: readKeyChoice(keys),
      trackScope: trackScope === "selected" ? "selected" : "all",
    };
  } catch {
    // Somebody else's or an older text: start from the defaults.
    return defaults;
  }
}

export function createPreferences(storage: Storage | null): StoreApi<Preferences> {
  const store = createStore<Preferences>(() => read(storage));
  store.subscribe((preferences) => storage?.setItem(KEY, JSON.stringify(preferences)));
  return store;
}

/** Browsers may refuse storage altogether. */
export function storageOrNull(kind: "localStorage" | "sessionStorage"): Storage | null {
  try {
    return window[kind];
  } catch {
    return null;
  }
}
