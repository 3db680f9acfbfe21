/** Each object in its colour over the video. Maths: contract/effects/overlay.json. */
import type { Effect } from "./effect";

export const overlay: Effect = {
  name: "overlay",
  title: "Overlay",
  description: "Each object in its colour over the video.",
  on: "objects",
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
  edgeReach: ({ mode, contourWidth = 2 }) => (mode === "fill" ? 0 : Math.round(Number(contourWidth))),
  glsl: `
    if (label == 0) return below;
    vec3 own = colourOf(label);
    bool edge = soft ? away > -contourWidth : isEdge(pixel, int(contourWidth));
    if (mode != mode_fill && edge) return own;
    return mode == mode_contour ? below : mix(below, own, opacity);`,
};
