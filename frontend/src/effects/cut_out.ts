/** The objects with an outline, on a plain or checkered backdrop. Maths: contract/effects/cut_out.json. */
import type { Effect } from "./effect";

export const cutOut: Effect = {
  name: "cut_out",
  title: "Cut out",
  description: "The objects with an outline, on a plain or checkered backdrop.",
  parameters: [
    {
      name: "backdrop",
      title: "Backdrop",
      kind: "choice",
      default: "checkerboard",
      choices: ["checkerboard", "colour"],
    },
    { name: "colour", title: "Backdrop colour", kind: "colour", default: "#101418" },
    {
      name: "outlineWidth",
      title: "Outline width",
      kind: "number",
      default: 3,
      minimum: 0,
      maximum: 8,
      step: 1,
    },
    { name: "outlineColour", title: "Outline colour", kind: "colour", default: "#ffffff" },
  ],
  seesEdges: true,
  glsl: `
    if (labelAt(pixel) != 0) return frameAt(pixel);
    if (starHasOther(pixel, int(outlineWidth), 0)) return outlineColour;
    if (backdrop == backdrop_colour) return colour;
    return vec3(((pixel.x / 16 + pixel.y / 16) & 1) == 0 ? 102.0 / 255.0 : 153.0 / 255.0);`,
};
