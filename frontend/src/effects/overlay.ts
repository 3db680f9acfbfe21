/** Each object in its colour over the video. Maths: contract/effects/overlay.json. */
import type { Effect } from "./effect";

export const overlay: Effect = {
  name: "overlay",
  title: "Overlay",
  description: "Each object in its colour over the video.",
  parameters: [
    { name: "mode", title: "Draw", kind: "choice", default: "both", choices: ["fill", "contour", "both"] },
    { name: "opacity", title: "Fill opacity", kind: "number", default: 0.45, minimum: 0, maximum: 1 },
    {
      name: "contourWidth",
      title: "Contour width",
      kind: "number",
      default: 2,
      minimum: 1,
      maximum: 8,
      step: 1,
    },
  ],
  seesEdges: true,
  glsl: `
    vec3 frame = frameAt(pixel);
    int label = labelAt(pixel);
    if (label == 0) return frame;
    vec3 colour = colourOf(label);
    if (mode != mode_fill && starHasOther(pixel, int(contourWidth), label)) return colour;
    return mode == mode_contour ? frame : mix(frame, colour, opacity);`,
};
