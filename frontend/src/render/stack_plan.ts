/** Knows in how few goes a stack can be drawn: layers go together until one has to see what lies below it as a picture. */
import type { EffectLayer, EffectStack } from "../domain/effect";
import type { Effect } from "../effects/effect";
import { effectNamed } from "../effects/registry";
import { reachOf } from "../effects/soft_edges";

export interface PlannedLayer {
  readonly layer: EffectLayer;
  readonly effect: Effect;
  /** Its row in the table of chosen labels. */
  readonly row: number;
  /** Which distance field it needs (an index of `fields`), or null. */
  readonly field: number | null;
}

/** Distances from the edge of the objects of one choice (null: all), up to a reach. */
export interface PlannedField {
  readonly objectIds: EffectLayer["objectIds"];
  readonly reach: number;
}

export interface StackPlan {
  /** Never empty; a segment may hold no layer, which is the video itself. */
  readonly segments: readonly (readonly PlannedLayer[])[];
  readonly fields: readonly PlannedField[];
  readonly seesFacts: boolean;
  /** How far from edges layers look at what star they lie on; 0: none does. */
  readonly edgeReach: number;
}

/** A shader reads at most 16 textures, eight of which are everybody's. */
const OWN_TEXTURES = 8;

const texturesOf = ({ effect, field }: PlannedLayer): number =>
  Number(field !== null) +
  Number(effect.sheet !== undefined) +
  Number(effect.seesTrail === true) +
  (effect.passes?.length ?? 0) +
  effect.parameters.filter(({ kind }) => kind === "image").length;

/** Effects on the background mean all objects. */
export const choiceOf = (effect: Effect, layer: EffectLayer): EffectLayer["objectIds"] =>
  effect.on === "objects" ? layer.objectIds : null;

/** Throws RangeError for an unknown effect. */
export function planOf(stack: EffectStack): StackPlan {
  const fields: PlannedField[] = [];
  const planned = stack
    .filter(({ enabled }) => enabled)
    .map((layer, row): PlannedLayer => {
      const effect = effectNamed(layer.effect.name);
      const reach = reachOf(effect, layer.effect.values);
      return {
        layer,
        effect,
        row,
        field: reach === 0 ? null : fieldIn(fields, choiceOf(effect, layer), reach),
      };
    });
  return {
    segments: segmentsOf(planned),
    fields,
    seesFacts: planned.some(({ effect }) => effect.seesFacts === true),
    edgeReach: Math.max(
      0,
      ...planned.map(({ effect, layer }) => effect.edgeReach?.(layer.effect.values) ?? 0),
    ),
  };
}

/** Layers of the same choice share a field, which reaches as far as the furthest of them. */
function fieldIn(fields: PlannedField[], objectIds: EffectLayer["objectIds"], reach: number): number {
  const key = JSON.stringify(objectIds);
  const found = fields.findIndex((field) => JSON.stringify(field.objectIds) === key);
  const known = fields[found];
  if (known === undefined) return fields.push({ objectIds, reach }) - 1;
  fields[found] = { objectIds, reach: Math.max(reach, known.reach) };
  return found;
}

function segmentsOf(planned: readonly PlannedLayer[]): PlannedLayer[][] {
  const segments: PlannedLayer[][] = [[]];
  let free = OWN_TEXTURES;
  for (const layer of planned) {
    const wanted = texturesOf(layer);
    const last = segments.at(-1) ?? [];
    const alone = layer.effect.seesBelow === true || wanted > free;
    if (alone && last.length > 0) {
      segments.push([layer]);
      free = OWN_TEXTURES - wanted;
    } else {
      last.push(layer);
      free -= wanted;
    }
  }
  return segments;
}
