/** Which keys mean which action for this person: a preset, and what they changed. Pure. */
import { type Action, type ActionId, meet } from "../actions/action";
import { type PresetName, presets } from "../actions/presets";
import { actions } from "../actions/registry";
import type { Chord } from "./chord";

/** What is kept of a person's choice. */
export interface KeyChoice {
  readonly preset: PresetName;
  /** All keys of an action whose keys they changed; maybe none. */
  readonly changes: Readonly<Partial<Record<ActionId, readonly Chord[]>>>;
}

export const ownKeys: KeyChoice = { preset: "masklet", changes: {} };

export type Keymap = ReadonlyMap<ActionId, readonly Chord[]>;

/** Keys as they are meant to be, changed ones first of all; the default keys that they took are gone from where they were. */
export function keymapOf({ preset, changes }: KeyChoice): Keymap {
  const given = (id: ActionId) => changes[id] ?? presets[preset][id];
  const map = new Map<ActionId, readonly Chord[]>();
  for (const action of actions) {
    const own = given(action.id);
    const isTaken = (key: Chord) =>
      actions.some(
        (other) => other !== action && meet(other.context, action.context) && given(other.id)?.includes(key),
      );
    const isTakenFromPreset = (key: Chord) =>
      changes[action.id] === undefined &&
      actions.some(
        (other) =>
          other !== action && meet(other.context, action.context) && changes[other.id]?.includes(key),
      );
    map.set(
      action.id,
      own?.filter((key) => !isTakenFromPreset(key)) ?? action.keys.filter((key) => !isTaken(key)),
    );
  }
  return map;
}

/** The other action that a key means where this one would mean it. */
export function conflictOf(map: Keymap, action: Action, key: Chord): Action | null {
  const isOther = (other: Action) => other.id !== action.id && meet(other.context, action.context);
  return actions.find((other) => isOther(other) && map.get(other.id)?.includes(key)) ?? null;
}

/** Gives a key to an action, in place of `before` where that is given, and takes it from whoever had it. */
export function withKey(choice: KeyChoice, action: Action, key: Chord, before: Chord | null): KeyChoice {
  const map = keymapOf(choice);
  const own = map.get(action.id) ?? [];
  const replaced = own.map((one) => (one === before ? key : one));
  const next = [...new Set(before === null ? [...own, key] : replaced)];
  const loser = conflictOf(map, action, key);
  const left = loser === null ? {} : { [loser.id]: (map.get(loser.id) ?? []).filter((one) => one !== key) };
  return { ...choice, changes: { ...choice.changes, ...left, [action.id]: next } };
}

export function withoutKey(choice: KeyChoice, action: Action, key: Chord): KeyChoice {
  const left = (keymapOf(choice).get(action.id) ?? []).filter((one) => one !== key);
  return { ...choice, changes: { ...choice.changes, [action.id]: left } };
}

/** As the preset has it; keys that somebody else was given meanwhile stay with them. */
export function withReset(choice: KeyChoice, action: Action): KeyChoice {
  const { [action.id]: _gone, ...changes } = choice.changes;
  return { ...choice, changes };
}
