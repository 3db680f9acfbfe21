/** The objects blurred. Maths: contract/effects/blur.json. */
import type { Effect } from "./effect";
import { blurPasses, blurred } from "./gaussian";

export const blur: Effect = {
  name: "blur",
  title: "Blur",
  description: "The objects blurred.",
  on: "objects",
  parameters: [{ name: "strength", title: "Strength", kind: "number", default: 8, minimum: 1, maximum: 20 }],
  seesBelow: true,
  passes: blurPasses(false),
  glsl: blurred,
};
