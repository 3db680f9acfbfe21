/** The objects as in the video, with a border around them as if cut out of paper. Maths: contract/effects/cut_out.json. */
import type { Effect } from "./effect";

export const cutOut: Effect = {
  name: "cut_out",
  title: "Cut out",
  description: "The objects as in the video, with a border around them as if cut out of paper.",
  on: "objects",
  parameters: [
    { name: "borderWidth", title: "Border width", kind: "number", default: 4, minimum: 0, maximum: 20 },
    { name: "borderColour", title: "Border colour", kind: "colour", default: "#ffffff" },
  ],
  everywhere: true,
  reach: ({ borderWidth = 4, feather = 0 }) => Number(borderWidth) + 1 + Number(feather) / 2,
  glsl: `
    float border = clamp((borderWidth - away) / max(feather, 1.0) + 0.5, 0.0, 1.0);
    if (borderWidth == 0.0 || label == 0) border = 0.0;
    if (border + cover == 0.0) return below;
    return mix(mix(below, borderColour, border), videoAt(pixel), cover);`,
};
