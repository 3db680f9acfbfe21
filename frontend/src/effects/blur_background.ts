/** The objects sharp before a blurred background, without a halo of their own colours. Maths: contract/effects/blur_background.json. */
import type { Effect } from "./effect";
import { blurPasses, blurred } from "./gaussian";

export const blurBackground: Effect = {
  name: "blur_background",
  title: "Blur background",
  description: "The objects sharp before a blurred background, without a halo of their own colours.",
  on: "background",
  parameters: [
    { name: "strength", title: "Strength", kind: "number", default: 8, minimum: 1, maximum: 20 },
    { name: "highlights", title: "Bokeh", kind: "number", default: 0, minimum: 0, maximum: 1 },
  ],
  seesBelow: true,
  passes: blurPasses(true),
  glsl: blurred,
};
