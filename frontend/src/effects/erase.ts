/** The objects covered with one colour. Maths: contract/effects/erase.json. */
import type { Effect } from "./effect";

export const erase: Effect = {
  name: "erase",
  title: "Erase",
  description: "The objects covered with one colour.",
  on: "objects",
  parameters: [{ name: "colour", title: "Colour", kind: "colour", default: "#000000" }],
  glsl: "return colour;",
};
