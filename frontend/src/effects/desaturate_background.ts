/** The background without its colours. Maths: contract/effects/desaturate_background.json. */
import type { Effect } from "./effect";

export const desaturateBackground: Effect = {
  name: "desaturate_background",
  title: "Grey background",
  description: "The background without its colours.",
  on: "background",
  parameters: [{ name: "amount", title: "Amount", kind: "number", default: 1, minimum: 0, maximum: 1 }],
  glsl: "return mix(below, vec3(dot(below, vec3(0.299, 0.587, 0.114))), amount);",
};
