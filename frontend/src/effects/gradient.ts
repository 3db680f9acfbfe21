/** Each object filled with a run of two colours. Maths: contract/effects/gradient.json. */
import type { Effect } from "./effect";

export const gradient: Effect = {
  name: "gradient",
  title: "Gradient",
  description: "Each object filled with a run of two colours.",
  on: "objects",
  parameters: [
    { name: "start", title: "From", kind: "colour", default: "#ff4be1" },
    { name: "end", title: "To", kind: "colour", default: "#2d4bff" },
    { name: "angle", title: "Angle", kind: "number", default: 90, minimum: 0, maximum: 360, step: 1 },
    { name: "opacity", title: "Opacity", kind: "number", default: 0.8, minimum: 0, maximum: 1 },
  ],
  seesFacts: true,
  glsl: `
    if (label == 0) return below;
    vec4 box = boxOf(label);
    vec2 extent = box.zw - box.xy;
    vec2 middle = (box.xy + box.zw) / 2.0;
    vec2 along = vec2(cos(radians(angle)), sin(radians(angle)));
    vec2 reach = abs(extent * along) / 2.0;
    float t = 0.5 + dot(vec2(pixel) + 0.5 - middle, along) / (2.0 * max(reach.x + reach.y, 0.5));
    return mix(below, mix(start, end, clamp(t, 0.0, 1.0)), opacity);`,
};
