/** The blocks that both pixelating effects share. Maths: contract/effects/pixelate.json. */
import type { Pass } from "./effect";

/** One texel for each block; a block is never smaller than the divisor. Reads a parameter `side`. */
export const blocks: Pass = {
  name: "blocks",
  divisor: 4,
  glsl: `
    vec2 corner = vec2(pixel) * side;
    if (corner.x >= float(size.x) || corner.y >= float(size.y)) return vec4(0.0);
    vec4 sum = vec4(0.0);
    for (int b = 0; b < 4; b++) for (int a = 0; a < 4; a++) {
      ivec2 at = ivec2(corner + side * (vec2(a, b) + 0.5) / 4.0);
      sum += vec4(frameAt(at), 1.0) * (affected(at) ? 1.0 : 1.0 / 64.0);
    }
    return sum / 16.0;`,
};

export const pixelated = `
    vec4 value = texelFetch(blocks, pixel / int(side), 0);
    return value.rgb / value.a;`;
