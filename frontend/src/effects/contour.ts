/** A line around each object: inside, on or outside of its edge. Maths: contract/effects/contour.json. */
import type { Effect } from "./effect";

export const contour: Effect = {
  name: "contour",
  title: "Contour",
  description: "A line around each object: inside, on or outside of its edge.",
  on: "objects",
  parameters: [
    { name: "width", title: "Width", kind: "number", default: 3, minimum: 1, maximum: 20 },
    {
      name: "place",
      title: "Place",
      kind: "choice",
      default: "middle",
      choices: ["inside", "middle", "outside"],
    },
    { name: "tint", title: "Colour of", kind: "choice", default: "object", choices: ["object", "custom"] },
    { name: "colour", title: "Colour", kind: "colour", default: "#ffffff" },
    { name: "opacity", title: "Opacity", kind: "number", default: 1, minimum: 0, maximum: 1 },
  ],
  everywhere: true,
  reach: ({ width = 3, feather = 0 }) => Number(width) + 1 + Number(feather) / 2,
  glsl: `
    if (label == 0) return below;
    float centre = place == place_middle ? 0.0 : place == place_inside ? -width / 2.0 : width / 2.0;
    float t = clamp((width / 2.0 - abs(away - centre)) / max(feather, 1.0) + 0.5, 0.0, 1.0);
    return mix(below, tint == tint_object ? colourOf(label) : colour, t * opacity);`,
};
