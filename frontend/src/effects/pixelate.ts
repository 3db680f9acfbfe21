/** The objects in coarse blocks, as for hiding a face. Maths: contract/effects/pixelate.json. */
import { blocks, pixelated } from "./blocks";
import type { Effect } from "./effect";

export const pixelate: Effect = {
  name: "pixelate",
  title: "Pixelate",
  description: "The objects in coarse blocks, as for hiding a face.",
  on: "objects",
  parameters: [
    { name: "side", title: "Block size", kind: "number", default: 12, minimum: 4, maximum: 64, step: 1 },
  ],
  seesBelow: true,
  passes: [blocks],
  glsl: pixelated,
};
