/** All but the objects in the dark, with a soft edge of light around them. Maths: contract/effects/spotlight.json. */
import type { Effect } from "./effect";

export const spotlight: Effect = {
  name: "spotlight",
  title: "Spotlight",
  description: "All but the objects in the dark, with a soft edge of light around them.",
  on: "objects",
  parameters: [
    { name: "amount", title: "Darkness", kind: "number", default: 0.7, minimum: 0, maximum: 1 },
    { name: "spread", title: "Spread", kind: "number", default: 24, minimum: 1, maximum: 60 },
    { name: "colour", title: "Dark colour", kind: "colour", default: "#000000" },
  ],
  everywhere: true,
  reach: ({ spread = 24 }) => Number(spread),
  glsl: `
    float q = clamp(away / spread, 0.0, 1.0);
    float lit = label == 0 ? 0.0 : (1.0 - q) * (1.0 - q);
    return mix(mix(below, colour, amount), below, max(lit, cover));`,
};
