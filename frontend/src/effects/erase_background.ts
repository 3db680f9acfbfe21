/** All but the objects hidden behind one colour. Maths: contract/effects/erase_background.json. */
import type { Effect } from "./effect";

export const eraseBackground: Effect = {
  name: "erase_background",
  title: "Erase background",
  description: "All but the objects hidden behind one colour, wholly or in part.",
  parameters: [
    { name: "colour", title: "Colour", kind: "colour", default: "#000000" },
    { name: "amount", title: "Amount", kind: "number", default: 1, minimum: 0, maximum: 1 },
  ],
  glsl: `
    vec3 frame = frameAt(pixel);
    return labelAt(pixel) != 0 ? frame : mix(frame, colour, amount);`,
};
