/** The background darker, or another colour's shade. Maths: contract/effects/darken_background.json. */
import type { Effect } from "./effect";

export const darkenBackground: Effect = {
  name: "darken_background",
  title: "Darken background",
  description: "The background darker, or another colour's shade.",
  on: "background",
  parameters: [
    { name: "amount", title: "Amount", kind: "number", default: 0.6, minimum: 0, maximum: 1 },
    { name: "colour", title: "Colour", kind: "colour", default: "#000000" },
  ],
  glsl: "return mix(below, colour, amount);",
};
