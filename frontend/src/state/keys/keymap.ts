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

const rivalsOf = (action: Action): readonly Action[] =>
  actions.filter((other) => other !== action && meet(other.context, action.context));

/** A person's change goes before the preset, the preset before the defaults; who comes later lacks the keys that were taken. */
function keysOf(action: Action, { preset, changes }: KeyChoice): readonly Chord[] {
  const changed = changes[action.id];
  if (changed !== undefined) return changed;
  const rivals = rivalsOf(action);
  const inPreset = presets[preset][action.id];
  const taken = new Set(
    rivals.flatMap(({ id }) => changes[id] ?? (inPreset === undefined ? (presets[preset][id] ?? []) : [])),
  );
  return (inPreset ?? action.keys).filter((key) => !taken.has(key));
}

export const keymapOf = (choice: KeyChoice): Keymap =>
  new Map(actions.map((action) => [action.id, keysOf(action, choice)]));

/** The other actions that a key means where this one would mean it. */
const ownersOf = (map: Keymap, action: Action, key: Chord): readonly Action[] =>
  rivalsOf(action).filter(({ id }) => map.get(id)?.includes(key));

/** The first of them, to be named. */
export const conflictOf = (map: Keymap, action: Action, key: Chord): Action | null =>
  ownersOf(map, action, key)[0] ?? null;

/** Gives a key to an action, in place of `before` where that is given, and takes it from whoever had it. */
export function withKey(choice: KeyChoice, action: Action, key: Chord, before: Chord | null): KeyChoice {
  const map = keymapOf(choice);
  const own = map.get(action.id) ?? [];
  const next = before === null ? [...own, key] : own.map((one) => (one === before ? key : one));
  const left = ownersOf(map, action, key).map(({ id }) => [id, map.get(id)?.filter((one) => one !== key)]);
  const changes = { ...choice.changes, ...Object.fromEntries(left), [action.id]: [...new Set(next)] };
  return { ...choice, changes };
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
