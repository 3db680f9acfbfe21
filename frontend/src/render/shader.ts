/** Knows how an effect's GLSL becomes whole shaders: what they may call, and a uniform for every parameter. */
import type { EffectParameter } from "../domain/effect";
import type { Effect, Pass } from "../effects/effect";

/** One triangle that covers everything. */
export const VERTEX = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

/** Labels lie column-major in their texture (masks/id_map.ts), so their coordinates are swapped here. */
const PRELUDE = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;
uniform ivec2 size;
uniform sampler2D video;
uniform usampler2D labels;
uniform bool labelled;
uniform sampler2D colours;
out vec4 result;
vec3 frameAt(ivec2 pixel) { return texelFetch(video, clamp(pixel, ivec2(0), size - 1), 0).rgb; }
int labelAt(ivec2 pixel) {
  return labelled ? int(texelFetch(labels, clamp(pixel, ivec2(0), size - 1).yx, 0).r) : 0;
}
vec3 colourOf(int label) { return texelFetch(colours, ivec2(label, 0), 0).rgb; }
bool starHasOther(ivec2 pixel, int reach, int label) {
  if (!labelled) return false;
  for (int r = 1; r <= reach; r++) {
    int d = int(floor(0.70710678 * float(r) + 0.5));
    if (labelAt(pixel + ivec2(r, 0)) != label || labelAt(pixel - ivec2(r, 0)) != label
      || labelAt(pixel + ivec2(0, r)) != label || labelAt(pixel - ivec2(0, r)) != label
      || labelAt(pixel + ivec2(d, d)) != label || labelAt(pixel - ivec2(d, d)) != label
      || labelAt(pixel + ivec2(d, -d)) != label || labelAt(pixel + ivec2(-d, d)) != label) return true;
  }
  return false;
}
`;

const TYPES = { number: "float", colour: "vec3", choice: "int", toggle: "bool" } as const;

function declare({ name, kind, choices = [] }: EffectParameter): string {
  const names = choices.map((choice, index) => `const int ${name}_${choice} = ${index};\n`);
  return `uniform ${TYPES[kind]} ${name};\n${names.join("")}`;
}

const declarations = (effect: Effect, passes: readonly Pass[]): string =>
  effect.parameters.map(declare).join("") + passes.map(({ name }) => `uniform sampler2D ${name};\n`).join("");

/** The fragment shader of the effect itself, drawn to the canvas, whose rows count from below. */
export const effectFragment = (
  effect: Effect,
): string => `${PRELUDE}${declarations(effect, effect.passes ?? [])}
vec3 effect(ivec2 pixel) {${effect.glsl}
}
void main() { result = vec4(effect(ivec2(gl_FragCoord.x, float(size.y) - gl_FragCoord.y)), 1.0); }`;

/** The fragment shader of a pass, drawn to a texture whose first row is the clip's upper one. It reads earlier passes. */
export const passFragment = (effect: Effect, pass: Pass, earlier: readonly Pass[]): string =>
  `${PRELUDE}${declarations(effect, earlier)}
vec4 pass(ivec2 pixel) {${pass.glsl}
}
void main() { result = pass(ivec2(gl_FragCoord.xy)); }`;
