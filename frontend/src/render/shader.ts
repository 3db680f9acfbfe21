/** Knows how the GLSL of layered effects becomes whole shaders: what they may call, and uniforms for every layer's parameters. */
import type { EffectParameter } from "../domain/effect";
import type { Effect, Pass } from "../effects/effect";
import { parametersOf } from "../effects/soft_edges";
import { MIDDLE } from "../masks/distance";
import { EDGES, PRELUDE } from "./shader_words";

/** One triangle that covers everything. */
export const VERTEX = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

/** How a frame comes: as red, green and blue, or as brightness and colour (media/picture.ts). */
export type VideoKind = "RGB" | "NV12";

/** How much is drawn: every pixel of the clip, or fewer. */
export type Scale = "WHOLE" | "SHRUNK";

/** One effect in a shader. Everything here changes the shader's text; values of parameters do not. */
export interface ShaderLayer {
  readonly effect: Effect;
  /** It applies to some objects only. */
  readonly some: boolean;
  /** Its edges are soft or moved; then it has a distance field. */
  readonly soft: boolean;
  /** Which of the shader's distance fields it reads. */
  readonly field: number | null;
}

/** Layers that are drawn in one go. */
export interface ShaderSegment {
  readonly kind: VideoKind;
  /** What lies below is a picture that was drawn before, not the video itself. */
  readonly staged: boolean;
  readonly layers: readonly ShaderLayer[];
}

export const keyOf = ({ kind, staged, layers }: ShaderSegment): string =>
  JSON.stringify([
    kind,
    staged,
    layers.map(({ effect, some, soft, field }) => [effect.name, some, soft, field]),
  ]);

/** What a layer's own names are called in the shader. */
export const nameIn = (layer: number, name: string): string => `l${layer}_${name}`;

const TYPES = {
  number: "float",
  colour: "vec3",
  choice: "int",
  toggle: "bool",
  image: "sampler2D",
} as const;

const hasUniform = (kind: EffectParameter["kind"]): kind is keyof typeof TYPES => kind in TYPES;

interface Named {
  readonly name: string;
  readonly declaration: string;
}

/** Every name that an effect's GLSL uses for its own, with the line that declares it under its name in the shader. */
function ownNames({ effect }: ShaderLayer, index: number, passes: readonly Pass[]): readonly Named[] {
  const named = (name: string, words: string): Named => ({
    name,
    declaration: `${words.replace("@", nameIn(index, name))};\n`,
  });
  const parameters = parametersOf(effect).flatMap(({ name, kind, choices = [] }) => [
    ...(hasUniform(kind) ? [named(name, `uniform ${TYPES[kind]} @`)] : []),
    ...choices.map((choice, at) => named(`${name}_${choice}`, `const int @ = ${at}`)),
  ]);
  const sheet = effect.sheet === undefined ? [] : [named("sheet", "uniform sampler2D @")];
  const trail = effect.seesTrail ? [named("trail", "uniform usampler2D @")] : [];
  const row = named("chosenRow", "uniform int @");
  return [
    ...parameters,
    row,
    ...sheet,
    ...trail,
    ...passes.map(({ name }) => named(name, "uniform sampler2D @")),
  ];
}

/** The layer's own words: names become its own for as long as its text lasts. */
function scoped(layer: ShaderLayer, index: number, passes: readonly Pass[], text: string): string {
  const names = [
    ...ownNames(layer, index, passes),
    ...["isChosen", "affected", "trailAt"].map((name) => ({ name, declaration: "" })),
  ];
  const defines = [
    ...names.map(({ name }) => `#define ${name} ${nameIn(index, name)}\n`),
    `#define soft ${layer.soft}\n`,
  ];
  const ends = ["soft", ...names.map(({ name }) => name)].map((name) => `#undef ${name}\n`);
  const declarations = names.map(({ declaration }) => declaration);
  return `${declarations.join("")}${defines.join("")}${choosing(layer)}${text}\n${ends.join("")}`;
}

function choosing({ effect, some }: ShaderLayer): string {
  const chosen = some ? "texelFetch(chosen, ivec2(label, chosenRow), 0).r != 0u" : "label != 0";
  const trail = `
ivec2 trailAt(ivec2 pixel) {
  int word = int(texelFetch(trail, clamp(pixel, ivec2(0), size - 1).yx, 0).r);
  return isChosen(word & 255) ? ivec2(word & 255, word >> 8) : ivec2(0);
}`;
  return `bool isChosen(int label) { return ${chosen}; }
bool affected(ivec2 pixel) { return ${effect.on === "objects" ? "isChosen(labelAt(pixel))" : "labelAt(pixel) == 0"}; }
${effect.seesTrail ? trail : ""}`;
}

const SIGNATURE = "(ivec2 pixel, vec3 below, int label, float cover, float away)";

const layerText = (layer: ShaderLayer, index: number): string =>
  scoped(layer, index, layer.effect.passes ?? [], `vec3 effect${index}${SIGNATURE} {${layer.effect.glsl}\n}`);

/** How one layer changes `colour` at `pixel`, where the topmost object is `top`. */
function applied({ effect, some, field }: ShaderLayer, index: number): string {
  const own = (name: string): string => nameIn(index, name);
  const label = some ? `${own("isChosen")}(top) ? top : 0` : "top";
  const grow = effect.edgeless ? "0.0" : own("grow");
  const feather = effect.edgeless ? "0.0" : own("feather");
  const distances = `
    float texel = texelFetch(field${field}, pixel, 0).r;
    label = int(texel) / 256;
    away = texel - float(label) * 256.0 - ${MIDDLE}.0 - ${grow};
    cover = clamp(0.5 - away / max(${feather}, 1.0), 0.0, 1.0);`;
  const call = `effect${index}(pixel, colour, label, cover, away)`;
  return `
  {
    int label = ${label};
    float away = label != 0 ? -0.5 : 0.5;
    float cover = label != 0 ? 1.0 : 0.0;${field === null ? "" : distances}${
      effect.on === "background" ? "\n    cover = 1.0 - cover;" : ""
    }
    ${effect.everywhere ? `colour = ${call};` : `if (cover > 0.0) colour = mix(colour, ${call}, cover);`}
  }`;
}

const beginning = ({ kind, staged }: ShaderSegment, scale: Scale): string => {
  const flags = [kind, scale, ...(staged ? ["STAGED"] : [])];
  return `#version 300 es\n${flags.map((flag) => `#define ${flag}\n`).join("")}${PRELUDE}`;
};

function fieldsOf({ layers }: ShaderSegment): string {
  const fields = new Set(layers.flatMap(({ field }) => (field === null ? [] : [field])));
  return [...fields].map((field) => `uniform sampler2D field${field};\n`).join("");
}

/** The fragment shader of the layers. To the canvas (`upward`) rows are drawn from below, to a picture from above. */
export function segmentFragment(segment: ShaderSegment, scale: Scale, upward: boolean): string {
  const { layers } = segment;
  const edges = layers.some(({ effect }) => effect.edgeReach !== undefined) ? EDGES : "";
  return `${beginning(segment, scale)}${edges}${fieldsOf(segment)}${layers.map(layerText).join("\n")}
void main() {
  vec2 exact = ${upward ? "vec2(gl_FragCoord.x, float(drawn.y) - gl_FragCoord.y)" : "gl_FragCoord.xy"};
#ifdef SHRUNK
  exact *= vec2(size) / vec2(drawn);
  beside = fract(exact) - 0.5;
#endif
  ivec2 pixel = ivec2(exact);
  int top = labelAt(pixel);
  vec3 colour = frameAt(pixel);${layers.map(applied).join("")}
  result = vec4(colour, 1.0);
}`;
}

/** The fragment shader of a pass of the segment's first layer, drawn to a picture. It reads earlier passes. */
export function passFragment(
  segment: ShaderSegment,
  layer: ShaderLayer,
  pass: Pass,
  earlier: readonly Pass[],
): string {
  const text = scoped(layer, 0, earlier, `vec4 pass(ivec2 pixel) {${pass.glsl}\n}`);
  return `${beginning(segment, "WHOLE")}${text}
void main() { result = pass(ivec2(gl_FragCoord.xy)); }`;
}
