/** Each object's name on a plate with an arrow that points at it. Maths: contract/effects/label.json. */
import type { Effect } from "./effect";
import { nameSheet } from "./lettering";

export const label: Effect = {
  name: "label",
  title: "Name",
  description: "Each object's name on a plate with an arrow that points at it.",
  on: "objects",
  parameters: [
    { name: "textSize", title: "Text size", kind: "number", default: 22, minimum: 10, maximum: 60, step: 1 },
    { name: "tint", title: "Plate of", kind: "choice", default: "object", choices: ["object", "custom"] },
    { name: "colour", title: "Plate", kind: "colour", default: "#101418" },
    { name: "opacity", title: "Opacity", kind: "number", default: 0.9, minimum: 0, maximum: 1 },
  ],
  everywhere: true,
  edgeless: true,
  seesFacts: true,
  sheet: nameSheet,
  glsl: `
    float pad = floor(textSize * 0.35 + 0.5);
    float arrow = floor(textSize * 0.5 + 0.5);
    float high = textSize + 2.0 * pad;
    vec2 sheetSize = vec2(textureSize(sheet, 0));
    vec2 at = vec2(pixel);
    vec3 drawn = below;
    for (int k = 1; k <= objectCount; k++) {
      if (!isChosen(k) || areaOf(k) == 0.0) continue;
      vec4 box = boxOf(k);
      float middle = (box.x + box.z) / 2.0;
      // The sheet's last texels of a row say how wide its text is.
      int row = (k - 1) * int(textSize);
      vec4 width = texelFetch(sheet, ivec2(int(sheetSize.x) - 1, row), 0) * 255.0;
      float wide = floor(width.r + 0.5) * 256.0 + floor(width.g + 0.5) + 2.0 * pad;
      vec2 corner = clamp(floor(vec2(middle - wide / 2.0, box.y - arrow - high) + 0.5),
        vec2(0.0), max(vec2(size) - vec2(wide, high), 0.0));
      vec3 plate = tint == tint_object ? colourOf(k) : colour;
      vec3 ink = vec3(dot(plate, vec3(0.299, 0.587, 0.114)) * 255.0 < 150.0 ? 1.0 : 0.0);
      vec2 inside = at - corner;
      float under = inside.y - high;
      bool isArrow = under >= 0.0 && under < arrow && abs(at.x + 0.5 - middle) <= (arrow - under - 0.5) * 0.7;
      bool isPlate = inside.x >= 0.0 && inside.y >= 0.0 && inside.x < wide && inside.y < high;
      if (isPlate || isArrow) drawn = mix(drawn, plate, opacity);
      vec2 text = inside - pad;
      if (isPlate && text.x >= 0.0 && text.y >= 0.0 && text.x < wide - 2.0 * pad && text.y < textSize)
        drawn = mix(drawn, ink, texelFetch(sheet, ivec2(text) + ivec2(0, row), 0).a);
    }
    return drawn;`,
};
