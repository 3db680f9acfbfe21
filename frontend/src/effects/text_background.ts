/** Large words behind the objects. Maths: contract/effects/text_background.json. */
import type { Effect } from "./effect";
import { textSheet } from "./lettering";

export const textBackground: Effect = {
  name: "text_background",
  title: "Text behind",
  description: "Large words behind the objects.",
  on: "background",
  parameters: [
    { name: "text", title: "Text", kind: "text", default: "MASKLET" },
    { name: "textSize", title: "Text size", kind: "number", default: 0.3, minimum: 0.05, maximum: 1 },
    { name: "across", title: "Across", kind: "number", default: 0.5, minimum: 0, maximum: 1 },
    { name: "down", title: "Down", kind: "number", default: 0.5, minimum: 0, maximum: 1 },
    { name: "colour", title: "Colour", kind: "colour", default: "#ffffff" },
    { name: "opacity", title: "Opacity", kind: "number", default: 1, minimum: 0, maximum: 1 },
  ],
  sheet: textSheet,
  glsl: `
    vec2 extent = vec2(textureSize(sheet, 0));
    float k = textSize * float(size.y) / 96.0;
    vec2 at = (vec2(pixel) + 0.5 - vec2(across, down) * vec2(size)) / k + extent / 2.0;
    if (at != clamp(at, vec2(0.0), extent)) return below;
    return mix(below, colour, texture(sheet, at / extent).a * opacity);`,
};
