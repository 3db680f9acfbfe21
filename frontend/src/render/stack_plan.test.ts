/** Stacks become as few goes as they can; their GLSL keeps layers apart. */
import { describe, expect, it } from "vitest";
import { objectId } from "../domain/clip";
import type { EffectLayer } from "../domain/effect";
import { defaultStack } from "../effects/layers";
import { effectNamed } from "../effects/registry";
import { layerOf } from "../effects/stack";
import { keyOf, segmentFragment } from "./shader";
import { planOf } from "./stack_plan";

const goes = (stack: readonly EffectLayer[]): string[][] =>
  planOf(stack).segments.map((segment) => segment.map(({ effect }) => effect.name));
const some = (layer: EffectLayer, ...ids: number[]): EffectLayer => ({
  ...layer,
  objectIds: ids.map(objectId),
});

describe("a plan", () => {
  it("draws layers together until one sees what lies below it", () => {
    expect(goes([])).toEqual([[]]);
    expect(goes(defaultStack)).toEqual([["overlay"]]);
    const [blur, overlay, glow] = [
      layerOf("a", "blur_background"),
      layerOf("b", "overlay"),
      layerOf("c", "glow"),
    ];
    expect(goes([blur, overlay, glow])).toEqual([["blur_background", "overlay", "glow"]]);
    expect(goes([overlay, blur, glow])).toEqual([["overlay"], ["blur_background", "glow"]]);
    expect(goes([overlay, { ...blur, enabled: false }, glow])).toEqual([["overlay", "glow"]]);
  });

  it("never has a shader read more textures than it can", () => {
    const stack = Array.from({ length: 12 }, (_, index) => some(layerOf(`${index}`, "glow"), index));
    expect(goes(stack).map(({ length }) => length)).toEqual([8, 4]);
  });

  it("measures distances once for layers of the same objects, as far as the furthest of them looks", () => {
    const [near, far] = [layerOf("a", "erase", { feather: 4 }), layerOf("b", "glow", { spread: 30 })];
    expect(planOf([near, far]).fields).toEqual([{ objectIds: null, reach: 31 }]);
    expect(planOf([some(near, 1), far, defaultStack[0] as EffectLayer]).fields).toHaveLength(2);
    expect(planOf(defaultStack).fields).toEqual([]);
  });
});

describe("a shader", () => {
  const layer = { some: false, soft: false, field: null };
  const overlays = {
    kind: "RGB",
    staged: false,
    layers: [1, 2].map(() => ({ effect: effectNamed("overlay"), ...layer })),
  } as const;

  it("keeps the same names of two layers apart", () => {
    const text = segmentFragment(overlays, "WHOLE", true);
    for (const name of ["l0_opacity", "l1_opacity"]) expect(text).toContain(`uniform float ${name};`);
    expect(text.match(/#define opacity/g)?.length).toBe(text.match(/#undef opacity/g)?.length);
    expect(text).toContain("effect1(pixel, colour, label, cover, away)");
  });

  it("is another one only where its text differs", () => {
    expect(keyOf(overlays)).toBe(keyOf({ ...overlays, layers: [...overlays.layers] }));
    expect(keyOf(overlays)).not.toBe(keyOf({ ...overlays, staged: true }));
  });
});
