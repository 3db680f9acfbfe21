/** A picture on each object: a heart, a star, a face, or one of your own. Maths: contract/effects/sticker.json. */
import type { Effect } from "./effect";
import { stickerSheet } from "./stickers";

export const sticker: Effect = {
  name: "sticker",
  title: "Sticker",
  description: "A picture on each object: a heart, a star, a face, or one of your own.",
  on: "objects",
  parameters: [
    {
      name: "shape",
      title: "Picture",
      kind: "choice",
      default: "smile",
      choices: ["heart", "star", "smile", "sunglasses", "flame", "image"],
    },
    { name: "picture", title: "Own picture", kind: "image", default: "" },
    { name: "scale", title: "Size", kind: "number", default: 1, minimum: 0.2, maximum: 3 },
    { name: "lift", title: "Height", kind: "number", default: 0, minimum: -1, maximum: 1 },
    { name: "opacity", title: "Opacity", kind: "number", default: 1, minimum: 0, maximum: 1 },
  ],
  everywhere: true,
  edgeless: true,
  seesFacts: true,
  sheet: stickerSheet,
  glsl: `
    vec3 drawn = below;
    for (int k = 1; k <= objectCount; k++) {
      if (!isChosen(k) || areaOf(k) == 0.0) continue;
      vec4 box = boxOf(k);
      vec2 extent = box.zw - box.xy;
      float side = max(extent.x, extent.y) * scale;
      vec2 at = (vec2(pixel) + 0.5 - (box.xy + box.zw) / 2.0 + vec2(0.0, lift * extent.y / 2.0)) / side;
      if (shape == shape_image) {
        vec2 own = vec2(textureSize(picture, 0));
        at *= vec2(max(own.y / own.x, 1.0), max(own.x / own.y, 1.0));
      }
      at += 0.5;
      if (at != clamp(at, 0.0, 1.0)) continue;
      vec4 art = shape == shape_image ? texture(picture, at) : texture(sheet, at);
      drawn = mix(drawn, art.rgb, art.a * opacity);
    }
    return drawn;`,
};
