/** Reads a kept choice of keys, of this version or another: what is not known any more is left out. */

import { isPresetName } from "../actions/presets";
import { actionById } from "../actions/registry";
import { type Chord, parseChord } from "./chord";
import { type KeyChoice, ownKeys } from "./keymap";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const readKeys = (kept: unknown): readonly Chord[] | null =>
  Array.isArray(kept)
    ? kept.flatMap((one: unknown) => (typeof one === "string" ? (parseChord(one) ?? []) : []))
    : null;

export function readKeyChoice(kept: unknown): KeyChoice {
  if (!isRecord(kept)) return ownKeys;
  const changes: Record<string, readonly Chord[]> = {};
  for (const [id, keys] of Object.entries(isRecord(kept.changes) ? kept.changes : {})) {
    const known = readKeys(keys);
    if (actionById.has(id) && known !== null) changes[id] = known;
  }
  return { preset: isPresetName(kept.preset) ? kept.preset : "masklet", changes };
}
