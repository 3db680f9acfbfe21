/** The background as lines along its edges. Maths: contract/effects/outline_background.json. */
import type { Effect } from "./effect";

export const outlineBackground: Effect = {
  name: "outline_background",
  title: "Sketch background",
  description: "The background as lines along its edges.",
  on: "background",
  parameters: [
    { name: "strength", title: "Strength", kind: "number", default: 1, minimum: 0.2, maximum: 4 },
    { name: "paper", title: "Paper", kind: "colour", default: "#ffffff" },
    { name: "ink", title: "Ink", kind: "colour", default: "#203040" },
    { name: "amount", title: "Amount", kind: "number", default: 1, minimum: 0, maximum: 1 },
  ],
  seesBelow: true,
  glsl: `
    float g[9];
    for (int i = 0; i < 9; i++)
      g[i] = dot(frameAt(pixel + ivec2(i % 3 - 1, i / 3 - 1)), vec3(0.299, 0.587, 0.114));
    float gx = g[2] + 2.0 * g[5] + g[8] - g[0] - 2.0 * g[3] - g[6];
    float gy = g[6] + 2.0 * g[7] + g[8] - g[0] - 2.0 * g[1] - g[2];
    float t = clamp(strength * length(vec2(gx, gy)) / 2.0, 0.0, 1.0);
    return mix(below, mix(paper, ink, t), amount);`,
};
