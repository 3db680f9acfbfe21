/** All but the objects behind one colour, a picture, or nothing at all. Maths: contract/effects/erase_background.json. */
import type { Effect } from "./effect";

export const eraseBackground: Effect = {
  name: "erase_background",
  title: "Replace background",
  description: "All but the objects behind one colour, a picture, or nothing at all.",
  on: "background",
  parameters: [
    {
      name: "fill",
      title: "With",
      kind: "choice",
      default: "colour",
      choices: ["colour", "image", "transparent"],
    },
    { name: "colour", title: "Colour", kind: "colour", default: "#000000" },
    { name: "picture", title: "Picture", kind: "image", default: "" },
    { name: "amount", title: "Amount", kind: "number", default: 1, minimum: 0, maximum: 1 },
  ],
  glsl: `
    vec3 own = colour;
    if (fill == fill_transparent)
      own = vec3(((pixel.x / 16 + pixel.y / 16) & 1) == 0 ? 102.0 / 255.0 : 153.0 / 255.0);
    if (fill == fill_image) {
      vec2 extent = vec2(textureSize(picture, 0));
      vec2 room = vec2(size) / extent;
      vec2 at = (vec2(pixel) + 0.5 - vec2(size) / 2.0) / max(room.x, room.y) / extent + 0.5;
      vec4 art = texture(picture, at);
      own = mix(colour, art.rgb, art.a);
    }
    return mix(below, own, amount);`,
};
