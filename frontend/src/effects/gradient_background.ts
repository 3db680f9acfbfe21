/** The background filled with a run of two colours. Maths: contract/effects/gradient_background.json. */
import type { Effect } from "./effect";

export const gradientBackground: Effect = {
  name: "gradient_background",
  title: "Gradient background",
  description: "The background filled with a run of two colours.",
  on: "background",
  parameters: [
    { name: "start", title: "From", kind: "colour", default: "#102a43" },
    { name: "end", title: "To", kind: "colour", default: "#87c3d2" },
    { name: "angle", title: "Angle", kind: "number", default: 90, minimum: 0, maximum: 360, step: 1 },
    { name: "opacity", title: "Opacity", kind: "number", default: 1, minimum: 0, maximum: 1 },
  ],
  glsl: `
    vec2 extent = vec2(size);
    vec2 middle = extent / 2.0;
    vec2 along = vec2(cos(radians(angle)), sin(radians(angle)));
    vec2 reach = abs(extent * along) / 2.0;
    float t = 0.5 + dot(vec2(pixel) + 0.5 - middle, along) / (2.0 * max(reach.x + reach.y, 0.5));
    return mix(below, mix(start, end, clamp(t, 0.0, 1.0)), opacity);`,
};
