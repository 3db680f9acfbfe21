/** The parameters that every effect with edges has: contract/effects/soft_edges.json. */
import type { EffectParameter, ParameterValue } from "../domain/effect";
import type { Effect, Values } from "./effect";

export const softEdges: readonly EffectParameter[] = [
  { name: "feather", title: "Feather", kind: "number", default: 0, minimum: 0, maximum: 40, step: 1 },
  { name: "grow", title: "Grow objects", kind: "number", default: 0, minimum: -20, maximum: 20, step: 1 },
];

/** All that can be set, the effect's own first. */
export const parametersOf = ({ parameters, edgeless }: Effect): readonly EffectParameter[] =>
  edgeless ? parameters : [...parameters, ...softEdges];

/** Further than this from its objects no effect looks: contract/effects/README.md. */
export const FARTHEST = 64;

export const settingIn = (values: Values, { name, default: usual }: EffectParameter): ParameterValue =>
  values[name] ?? usual;

const featherAndGrow = (values: Values): readonly number[] =>
  softEdges.map((parameter) => Number(settingIn(values, parameter)));

/** Edges are blurred or moved, so that masks alone do not say where they are. */
export const isSoft = ({ edgeless }: Effect, values: Values): boolean =>
  !edgeless && featherAndGrow(values).some((value) => value !== 0);

/** How far from the edge distances have to be known; 0: not at all, masks are enough. */
export function reachOf(effect: Effect, values: Values): number {
  const [feather = 0, grow = 0] = featherAndGrow(values);
  const soft = isSoft(effect, values) ? feather / 2 + 1 : 0;
  const own = effect.reach?.(values) ?? 0;
  if (soft + own === 0) return 0;
  return Math.min(FARTHEST, Math.ceil(Math.max(soft, own) + Math.abs(effect.edgeless ? 0 : grow)) + 1);
}
