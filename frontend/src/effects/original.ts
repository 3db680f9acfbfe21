/** The objects as they are in the video, whatever lies below. Maths: contract/effects/original.json. */
import type { Effect } from "./effect";

export const original: Effect = {
  name: "original",
  title: "Original",
  description: "The objects as they are in the video, whatever lies below.",
  on: "objects",
  parameters: [],
  glsl: "return videoAt(pixel);",
};
