/** A light around each object. Maths: contract/effects/glow.json. */
import type { Effect } from "./effect";

export const glow: Effect = {
  name: "glow",
  title: "Glow",
  description: "A light around each object.",
  on: "objects",
  parameters: [
    { name: "spread", title: "Size", kind: "number", default: 24, minimum: 2, maximum: 60 },
    { name: "strength", title: "Strength", kind: "number", default: 0.8, minimum: 0, maximum: 1 },
    { name: "tint", title: "Colour of", kind: "choice", default: "object", choices: ["object", "custom"] },
    { name: "colour", title: "Colour", kind: "colour", default: "#ffffff" },
  ],
  everywhere: true,
  reach: ({ spread = 24 }) => Number(spread),
  glsl: `
    if (label == 0) return below;
    float q = clamp(1.0 - max(away, 0.0) / spread, 0.0, 1.0);
    vec3 light = tint == tint_object ? colourOf(label) : colour;
    return 1.0 - (1.0 - below) * (1.0 - light * (strength * q * q * (1.0 - cover)));`,
};
