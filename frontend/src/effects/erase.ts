/** The objects covered with one colour. Maths: contract/effects/erase.json. */
import type { Effect } from "./effect";

export const erase: Effect = {
  name: "erase",
  title: "Erase objects",
  description: "The objects covered with one colour.",
  parameters: [
    { name: "colour", title: "Colour", kind: "colour", default: "#000000" },
    { name: "margin", title: "Margin", kind: "number", default: 2, minimum: 0, maximum: 8, step: 1 },
  ],
  seesEdges: true,
  glsl: `
    bool covered = labelAt(pixel) != 0 || starHasOther(pixel, int(margin), 0);
    return covered ? colour : frameAt(pixel);`,
};
