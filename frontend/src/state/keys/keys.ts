/** The person's keys while the page lives: what they chose, and whether the list of keys is open. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Action } from "../actions/action";
import type { PresetName } from "../actions/presets";
import type { Preferences } from "../preferences";
import type { Chord } from "./chord";
import { type KeyChoice, type Keymap, keymapOf, ownKeys, withKey, withoutKey, withReset } from "./keymap";

export interface KeysState {
  /** The list of keys is open. */
  readonly shown: boolean;
  readonly choice: KeyChoice;
  readonly map: Keymap;
}

export class Keys {
  readonly store: StoreApi<KeysState>;
  readonly #preferences: StoreApi<Preferences>;

  constructor(preferences: StoreApi<Preferences>) {
    const choice = preferences.getState().keys;
    this.#preferences = preferences;
    this.store = createStore<KeysState>(() => ({ shown: false, choice, map: keymapOf(choice) }));
    preferences.subscribe(({ keys }, before) => {
      if (keys !== before.keys) this.store.setState({ choice: keys, map: keymapOf(keys) });
    });
  }

  show(shown: boolean): void {
    this.store.setState({ shown });
  }

  toggle(): void {
    this.show(!this.store.getState().shown);
  }

  /** In place of `before`, or besides the others where that is null. */
  give(action: Action, key: Chord, before: Chord | null): void {
    this.#choose(withKey(this.#choice(), action, key, before));
  }

  take(action: Action, key: Chord): void {
    this.#choose(withoutKey(this.#choice(), action, key));
  }

  reset(action: Action): void {
    this.#choose(withReset(this.#choice(), action));
  }

  resetAll(): void {
    this.#choose({ ...ownKeys, preset: this.#choice().preset });
  }

  /** What was changed by hand stays changed. */
  choosePreset(preset: PresetName): void {
    this.#choose({ ...this.#choice(), preset });
  }

  #choice(): KeyChoice {
    return this.store.getState().choice;
  }

  #choose(keys: KeyChoice): void {
    this.#preferences.setState({ keys });
  }
}
