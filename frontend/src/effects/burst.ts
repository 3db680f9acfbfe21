/** Rays that turn behind each object. Maths: contract/effects/burst.json. */
import type { Effect } from "./effect";

export const burst: Effect = {
  name: "burst",
  title: "Burst",
  description: "Rays that turn behind each object.",
  on: "objects",
  parameters: [
    { name: "rays", title: "Rays", kind: "number", default: 14, minimum: 4, maximum: 40, step: 1 },
    { name: "span", title: "Length", kind: "number", default: 0.6, minimum: 0.1, maximum: 2 },
    { name: "speed", title: "Speed", kind: "number", default: 1, minimum: -4, maximum: 4 },
    { name: "tint", title: "Colour of", kind: "choice", default: "custom", choices: ["object", "custom"] },
    { name: "colour", title: "Colour", kind: "colour", default: "#ffe187" },
    { name: "opacity", title: "Opacity", kind: "number", default: 0.8, minimum: 0, maximum: 1 },
  ],
  everywhere: true,
  seesFacts: true,
  glsl: `
    const float TURN = 6.28318530718;
    vec3 drawn = below;
    for (int k = 1; k <= objectCount; k++) {
      if (!isChosen(k) || areaOf(k) == 0.0) continue;
      vec4 box = boxOf(k);
      vec2 d = vec2(pixel) + 0.5 - (box.xy + box.zw) / 2.0;
      float end = distance(box.xy, box.zw) / 2.0 * (1.0 + span);
      float r = max(length(d), 0.001);
      if (r >= end) continue;
      float turn = atan(d.y, d.x) / TURN * rays + float(frameIndex) * speed / 30.0 * rays / 8.0;
      float wave = 2.0 * abs(fract(turn) - 0.5);
      float t = clamp((wave - 0.5) * TURN * r / rays + 0.5, 0.0, 1.0) * (1.0 - r / end) * opacity;
      drawn = mix(drawn, tint == tint_object ? colourOf(k) : colour, t);
    }
    return mix(drawn, below, cover);`,
};
