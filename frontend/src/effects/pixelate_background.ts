/** The background in coarse blocks. Maths: contract/effects/pixelate_background.json. */
import { blocks, pixelated } from "./blocks";
import type { Effect } from "./effect";

export const pixelateBackground: Effect = {
  name: "pixelate_background",
  title: "Pixelate background",
  description: "The background in coarse blocks.",
  on: "background",
  parameters: [
    { name: "side", title: "Block size", kind: "number", default: 16, minimum: 4, maximum: 64, step: 1 },
  ],
  seesBelow: true,
  passes: [blocks],
  glsl: pixelated,
};
