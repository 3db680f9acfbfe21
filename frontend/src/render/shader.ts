/** Knows how an effect's GLSL becomes whole shaders: what they may call, and a uniform for every parameter. */
import type { EffectParameter } from "../domain/effect";
import type { Effect, Pass } from "../effects/effect";
import { TILE } from "../masks/calm_tiles";

/** One triangle that covers everything. */
export const VERTEX = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

/** How a frame comes: as red, green and blue, or in planes (media/picture.ts). */
export type VideoKind = "RGB" | "I420" | "NV12";

/**
 * Labels lie column-major in their texture (masks/id_map.ts), so their coordinates are swapped here. H.264's colour
 * samples sit at the left one of two pixels. Where fewer pixels are drawn than the clip has (SHRUNK), video is read
 * `beside` the pixel's middle, between its neighbours, so that fine patterns do not flicker.
 */
const PRELUDE = `
precision highp float;
precision highp int;
precision highp usampler2D;
uniform ivec2 size;
uniform ivec2 drawn;
vec2 beside = vec2(0.0);
uniform sampler2D video;
uniform sampler2D chroma;
uniform sampler2D chroma2;
uniform mat3 toRgb;
uniform vec3 black;
uniform usampler2D labels;
uniform sampler2D colours;
out vec4 result;
vec3 frameAt(ivec2 pixel) {
  pixel = clamp(pixel, ivec2(0), size - 1);
#ifdef SHRUNK
  vec3 value = texture(video, (vec2(pixel) + 0.5 + beside) / vec2(size)).rgb;
#else
  vec3 value = texelFetch(video, pixel, 0).rgb;
#endif
#ifndef RGB
  vec2 at = (vec2(pixel) + vec2(1.0, 0.5) + beside) / vec2(size);
  #ifdef NV12
    value.yz = texture(chroma, at).rg;
  #else
    value.yz = vec2(texture(chroma, at).r, texture(chroma2, at).r);
  #endif
  value = clamp(toRgb * (value - black), 0.0, 1.0);
#endif
  return value;
}
int labelAt(ivec2 pixel) { return int(texelFetch(labels, clamp(pixel, ivec2(0), size - 1).yx, 0).r); }
vec3 colourOf(int label) { return texelFetch(colours, ivec2(label, 0), 0).rgb; }
`;

/** Only a loop that ends early saves work where shaders run on a CPU: there both sides of a branch are computed. */
const EDGES = `
uniform usampler2D calm;
bool starHasOther(ivec2 pixel, int reach, int label) {
  int other = 0;
  int end = texelFetch(calm, pixel.yx / ${TILE}, 0).r == 1u ? 0 : reach;
  for (int r = 1; r <= end; r++) {
    int d = int(floor(0.70710678 * float(r) + 0.5));
    other = (labelAt(pixel + ivec2(r, 0)) ^ label) | (labelAt(pixel - ivec2(r, 0)) ^ label)
      | (labelAt(pixel + ivec2(0, r)) ^ label) | (labelAt(pixel - ivec2(0, r)) ^ label)
      | (labelAt(pixel + ivec2(d, d)) ^ label) | (labelAt(pixel - ivec2(d, d)) ^ label)
      | (labelAt(pixel + ivec2(d, -d)) ^ label) | (labelAt(pixel + ivec2(-d, d)) ^ label);
    if (other != 0) break;
  }
  return other != 0;
}
`;

const beginning = (...flags: string[]): string =>
  `#version 300 es\n${flags.map((flag) => `#define ${flag}\n`).join("")}${PRELUDE}`;

const TYPES = { number: "float", colour: "vec3", choice: "int", toggle: "bool" } as const;

function declare({ name, kind, choices = [] }: EffectParameter): string {
  const names = choices.map((choice, index) => `const int ${name}_${choice} = ${index};\n`);
  return `uniform ${TYPES[kind]} ${name};\n${names.join("")}`;
}

const declarations = (effect: Effect, passes: readonly Pass[]): string =>
  effect.parameters.map(declare).join("") + passes.map(({ name }) => `uniform sampler2D ${name};\n`).join("");

/** How much is drawn: every pixel of the clip, or fewer. */
export type Scale = "WHOLE" | "SHRUNK";

/** The fragment shader of the effect itself, drawn to a canvas, whose rows count from below. */
export const effectFragment = (effect: Effect, kind: VideoKind, scale: Scale): string =>
  `${beginning(kind, scale)}${effect.seesEdges ? EDGES : ""}${declarations(effect, effect.passes ?? [])}
vec3 effect(ivec2 pixel) {${effect.glsl}
}
void main() {
  vec2 exact = vec2(gl_FragCoord.x, float(drawn.y) - gl_FragCoord.y);
#ifdef SHRUNK
  exact *= vec2(size) / vec2(drawn);
  beside = fract(exact) - 0.5;
#endif
  result = vec4(effect(ivec2(exact)), 1.0);
}`;

/** The fragment shader of a pass, drawn to a texture whose first row is the clip's upper one. It reads earlier passes. */
export const passFragment = (effect: Effect, kind: VideoKind, pass: Pass, earlier: readonly Pass[]): string =>
  `${beginning(kind)}${declarations(effect, earlier)}
vec4 pass(ivec2 pixel) {${pass.glsl}
}
void main() { result = pass(ivec2(gl_FragCoord.xy)); }`;
