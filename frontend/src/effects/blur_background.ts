/** The objects sharp before a blurred background. Maths: contract/effects/blur_background.json. */
import type { Effect, Pass } from "./effect";

/** Channels: weight * colour, weight. Objects weigh little, so that they do not bleed into the background. */
const small: Pass = {
  name: "small",
  divisor: 4,
  glsl: `
    vec4 sum = vec4(0.0);
    for (int b = 0; b < 4; b++) for (int a = 0; a < 4; a++) {
      ivec2 at = pixel * 4 + ivec2(a, b);
      sum += vec4(frameAt(at), 1.0) * (labelAt(at) == 0 ? 1.0 : 1.0 / 64.0);
    }
    return sum / 16.0;`,
};

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

export const blurBackground: Effect = {
  name: "blur_background",
  title: "Blur background",
  description: "The objects sharp before a blurred background, without a halo of their own colours.",
  parameters: [{ name: "strength", title: "Strength", kind: "number", default: 8, minimum: 1, maximum: 20 }],
  passes: [
    small,
    { name: "alongX", divisor: 4, glsl: gaussian("small", "ivec2(1, 0)") },
    { name: "blurred", divisor: 4, glsl: gaussian("alongX", "ivec2(0, 1)") },
  ],
  glsl: `
    if (labelAt(pixel) != 0) return frameAt(pixel);
    vec4 value = texture(blurred, (vec2(pixel) + 0.5) / 4.0 / vec2(textureSize(blurred, 0)));
    return value.rgb / value.a;`,
};
