/** What every effect's GLSL may call: the video, the labels, their colours, where they lie. */
import { TILE } from "../masks/calm_tiles";

/**
 * Labels lie column-major in their texture (masks/id_map.ts), so their coordinates are swapped here. H.264's colour
 * samples sit at the left one of two pixels. Where fewer pixels are drawn than the clip has (SHRUNK), video is read
 * `beside` the pixel's middle, between its neighbours, so that fine patterns do not flicker.
 */
export const PRELUDE = `
precision highp float;
precision highp int;
precision highp usampler2D;
precision highp sampler2D;
uniform ivec2 size;
uniform ivec2 drawn;
uniform int frameIndex;
uniform int objectCount;
vec2 beside = vec2(0.0);
uniform sampler2D video;
uniform sampler2D chroma;
uniform sampler2D chroma2;
uniform mat3 toRgb;
uniform vec3 black;
uniform sampler2D stage;
uniform usampler2D labels;
uniform usampler2D chosen;
uniform sampler2D colours;
uniform sampler2D facts;
out vec4 result;
vec3 videoAt(ivec2 pixel) {
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
#ifdef STAGED
vec3 frameAt(ivec2 pixel) {
  pixel = clamp(pixel, ivec2(0), size - 1);
  #ifdef SHRUNK
    return texture(stage, (vec2(pixel) + 0.5 + beside) / vec2(size)).rgb;
  #else
    return texelFetch(stage, pixel, 0).rgb;
  #endif
}
#else
  #define frameAt videoAt
#endif
int labelAt(ivec2 pixel) { return int(texelFetch(labels, clamp(pixel, ivec2(0), size - 1).yx, 0).r); }
vec3 colourOf(int label) { return texelFetch(colours, ivec2(label, 0), 0).rgb; }
vec4 boxOf(int label) { return texelFetch(facts, ivec2(label, 0), 0); }
vec2 middleOf(int label) { return texelFetch(facts, ivec2(label, 1), 0).xy; }
float areaOf(int label) { return texelFetch(facts, ivec2(label, 1), 0).z; }
`;

/** Only a loop that ends early saves work where shaders run on a CPU: there both sides of a branch are computed. */
export const EDGES = `
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
