/** Where each object was a moment before, fading. Maths: contract/effects/trail.json. */
import type { Effect } from "./effect";

export const trail: Effect = {
  name: "trail",
  title: "Motion trail",
  description: "Where each object was a moment before, fading.",
  on: "objects",
  parameters: [
    { name: "ghosts", title: "Ghosts", kind: "number", default: 5, minimum: 1, maximum: 8, step: 1 },
    { name: "spacing", title: "Frames between", kind: "number", default: 3, minimum: 1, maximum: 8, step: 1 },
    { name: "opacity", title: "Opacity", kind: "number", default: 0.6, minimum: 0, maximum: 1 },
    { name: "tint", title: "Colour of", kind: "choice", default: "object", choices: ["object", "custom"] },
    { name: "colour", title: "Colour", kind: "colour", default: "#ffffff" },
  ],
  everywhere: true,
  edgeless: true,
  seesTrail: true,
  glsl: `
    ivec2 ghost = trailAt(pixel);
    if (label != 0 || ghost.y == 0) return below;
    float fading = 1.0 - float(ghost.y - 1) / ghosts;
    return mix(below, tint == tint_object ? colourOf(ghost.x) : colour, opacity * fading);`,
};
