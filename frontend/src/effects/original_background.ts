/** The background as it is in the video, whatever lies below. Maths: contract/effects/original_background.json. */
import type { Effect } from "./effect";

export const originalBackground: Effect = {
  name: "original_background",
  title: "Original background",
  description: "The background as it is in the video, whatever lies below.",
  on: "background",
  parameters: [],
  glsl: "return videoAt(pixel);",
};
