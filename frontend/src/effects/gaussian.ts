/** The blur that several effects share. Maths: contract/effects/blur.json. */
import type { Pass } from "./effect";

/**
 * Channels: weight * colour, weight. What is not blurred weighs little, so that it does not bleed into what is. Four pixels
 * are read with one look between them, which costs a quarter; only where an edge runs among them does that differ at all.
 */
const smallPass = (highlights: boolean): Pass => ({
  name: "small",
  divisor: 4,
  glsl: `
    vec4 sum = vec4(0.0);
    for (int b = 0; b < 4; b += 2) for (int a = 0; a < 4; a += 2) {
      ivec2 at = pixel * 4 + ivec2(a, b);
      vec3 value = frameOver(vec2(at) + 1.0);
      int count = int(affected(at)) + int(affected(at + ivec2(1, 0))) + int(affected(at + ivec2(0, 1))) + int(affected(at + 1));
      float weight = (1.0 + 63.0 / 4.0 * float(count)) / 64.0;${highlights ? BRIGHT : ""}
      sum += vec4(value, 1.0) * weight;
    }
    return sum / 4.0;`,
});

const BRIGHT = `
      float mean = (value.r + value.g + value.b) / 3.0;
      weight *= 1.0 + 15.0 * highlights * mean * mean * mean * mean;`;

/** g(k) = exp(-k * k / (2 * s * s)), each from the one before: exp is dear where shaders run on a CPU. */
const gaussian = (source: string, along: string): string => `
    float s = strength / 4.0;
    int radius = int(ceil(3.0 * s));
    ivec2 last = textureSize(${source}, 0) - 1;
    vec4 sum = texelFetch(${source}, pixel, 0);
    float step = exp(-1.0 / (2.0 * s * s));
    float ratio = step;
    float g = 1.0;
    float weights = 1.0;
    for (int k = 1; k <= radius; k++) {
      g *= ratio;
      ratio *= step * step;
      ivec2 before = max(pixel - k * ${along}, ivec2(0));
      ivec2 after = min(pixel + k * ${along}, last);
      sum += g * (texelFetch(${source}, before, 0) + texelFetch(${source}, after, 0));
      weights += 2.0 * g;
    }
    return sum / weights;`;

/** They read a parameter `strength`, and `highlights` where those are asked for. */
export const blurPasses = (highlights: boolean): readonly Pass[] => [
  smallPass(highlights),
  { name: "alongX", divisor: 4, glsl: gaussian("small", "ivec2(1, 0)") },
  { name: "blurry", divisor: 4, glsl: gaussian("alongX", "ivec2(0, 1)") },
];

export const blurred = `
    vec4 value = texture(blurry, (vec2(pixel) + 0.5) / 4.0 / vec2(textureSize(blurry, 0)));
    return value.rgb / value.a;`;
