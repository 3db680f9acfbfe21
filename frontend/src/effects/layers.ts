/** Knows stacks of effects as data, without knowing the effects: the page begins with one before it fetches them all. Pure. */
import type { ObjectId } from "../domain/clip";
import type { EffectLayer, EffectStack, ParameterValue } from "../domain/effect";
import type { Effect } from "./effect";
import { overlay } from "./overlay";
import { parametersOf } from "./soft_edges";

export const defaultsOf = (effect: Effect): Record<string, ParameterValue> =>
  Object.fromEntries(parametersOf(effect).map(({ name, default: value }) => [name, value]));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const defaultStack: EffectStack = [
  {
    id: "overlay",
    effect: { name: overlay.name, values: defaultsOf(overlay) },
    objectIds: null,
    enabled: true,
  },
];

function toLayer(value: unknown): EffectLayer | null {
  if (!isRecord(value) || !isRecord(value.effect) || !isRecord(value.effect.values)) return null;
  const { id, objectIds, enabled, effect } = value;
  if (typeof id !== "string" || typeof enabled !== "boolean" || typeof effect.name !== "string") return null;
  const areIds = Array.isArray(objectIds) && objectIds.every(Number.isInteger);
  const chosen = areIds ? (objectIds as ObjectId[]) : null;
  const values = effect.values as Record<string, ParameterValue>;
  return { id, effect: { name: effect.name, values }, objectIds: chosen, enabled };
}

/** A stack that the server has checked: only its form is looked at. Null for no list at all. */
export function readStack(value: unknown): EffectStack | null {
  return Array.isArray(value) ? value.flatMap((layer) => toLayer(layer) ?? []) : null;
}

/** The layer's place in the stack changes; kept inside it. */
export function moved(stack: EffectStack, id: string, to: number): EffectStack {
  const layer = stack.find((one) => one.id === id);
  if (layer === undefined) return stack;
  const others = stack.filter((one) => one.id !== id);
  return others.toSpliced(Math.max(0, Math.min(others.length, to)), 0, layer);
}

/** The layer as `change` makes it. */
export const changed = (
  stack: EffectStack,
  id: string,
  change: (layer: EffectLayer) => Partial<EffectLayer>,
): EffectStack => stack.map((layer) => (layer.id === id ? { ...layer, ...change(layer) } : layer));
