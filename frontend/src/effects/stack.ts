/** Knows which effects there are in a stack: new layers, and what is a valid one. Pure. */
import type { EffectLayer, EffectParameter, EffectStack, ParameterValue } from "../domain/effect";
import { defaultsOf, readStack } from "./layers";
import { effectNamed, effects } from "./registry";
import { parametersOf } from "./soft_edges";

/** Every layer costs; nobody needs more. The server refuses more, too. */
export const MOST_LAYERS = 32;

/** A layer on all objects with every parameter that is not given at its default. */
export const layerOf = (
  id: string,
  name: string,
  values: EffectLayer["effect"]["values"] = {},
): EffectLayer => ({
  id,
  effect: { name, values: { ...defaultsOf(effectNamed(name)), ...values } },
  objectIds: null,
  enabled: true,
});

/** A layer that is new in a stack: effects on the background go below those on objects, which they would cover otherwise. */
export function withLayer(stack: EffectStack, layer: EffectLayer): EffectStack {
  if (effectNamed(layer.effect.name).on === "objects") return [...stack, layer];
  const first = stack.findIndex(({ effect }) => effectNamed(effect.name).on === "objects");
  return first < 0 ? [...stack, layer] : stack.toSpliced(first, 0, layer);
}

function fits(
  { kind, minimum = -Infinity, maximum = Infinity, choices = [] }: EffectParameter,
  value: unknown,
): boolean {
  if (kind === "number") return typeof value === "number" && value >= minimum && value <= maximum;
  if (kind === "toggle") return typeof value === "boolean";
  if (typeof value !== "string") return false;
  if (kind === "colour") return /^#[0-9a-f]{6}$/i.test(value);
  if (kind === "image") return value === "" || value.startsWith("data:image/");
  return kind === "text" || choices.includes(value);
}

/** Null where there is no such effect; values that do not fit become the default. */
function fitted({ id, effect, objectIds, enabled }: EffectLayer): EffectLayer | null {
  const known = effects.find(({ name }) => name === effect.name);
  if (known === undefined) return null;
  const fitting = Object.fromEntries(
    parametersOf(known)
      .filter((parameter) => fits(parameter, effect.values[parameter.name]))
      .map(({ name }) => [name, effect.values[name] as ParameterValue]),
  );
  return { ...layerOf(id, known.name, fitting), objectIds, enabled };
}

/** What can be read of a kept stack: layers that are damaged or of unknown effects are left out. Null for no list at all. */
export const parseStack = (value: unknown): EffectStack | null =>
  readStack(value)
    ?.slice(0, MOST_LAYERS)
    .flatMap((layer) => fitted(layer) ?? []) ?? null;
