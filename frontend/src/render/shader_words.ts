/** What every effect's GLSL may call: the video, the labels, their colours, where they lie. */
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
uniform mat3 toRgb;
uniform vec3 black;
uniform sampler2D stage;
uniform usampler2D labels;
uniform usampler2D chosen;
uniform sampler2D colours;
uniform sampler2D facts;
out vec4 result;
vec3 coloured(vec3 value, vec2 place) {
#ifdef NV12
  value.yz = texture(chroma, (place + vec2(0.5, 0.0)) / vec2(size)).rg;
  value = clamp(toRgb * (value - black), 0.0, 1.0);
#endif
  return value;
}
vec3 videoOver(vec2 place) { return coloured(texture(video, place / vec2(size)).rgb, place); }
vec3 videoAt(ivec2 pixel) {
  pixel = clamp(pixel, ivec2(0), size - 1);
#ifdef SHRUNK
  return videoOver(vec2(pixel) + 0.5 + beside);
#else
  return coloured(texelFetch(video, pixel, 0).rgb, vec2(pixel) + 0.5);
#endif
}
#ifdef STAGED
vec3 frameOver(vec2 place) { return texture(stage, place / vec2(size)).rgb; }
vec3 frameAt(ivec2 pixel) {
  pixel = clamp(pixel, ivec2(0), size - 1);
  #ifdef SHRUNK
    return frameOver(vec2(pixel) + 0.5 + beside);
  #else
    return texelFetch(stage, pixel, 0).rgb;
  #endif
}
#else
  #define frameAt videoAt
  #define frameOver videoOver
#endif
int labelAt(ivec2 pixel) { return int(texelFetch(labels, clamp(pixel, ivec2(0), size - 1).yx, 0).r); }
vec3 colourOf(int label) { return texelFetch(colours, ivec2(label, 0), 0).rgb; }
vec4 boxOf(int label) { return texelFetch(facts, ivec2(label, 0), 0); }
vec2 middleOf(int label) { return texelFetch(facts, ivec2(label, 1), 0).xy; }
float areaOf(int label) { return texelFetch(facts, ivec2(label, 1), 0).z; }
`;

/** Measured beforehand (masks/edges.ts): a loop over pixels would cost more than all the rest where shaders run on a CPU. */
export const EDGES = `
uniform usampler2D edges;
bool isEdge(ivec2 pixel, int reach) {
  int distance = int(texelFetch(edges, pixel.yx, 0).r);
  return distance != 0 && distance <= reach;
}
`;
