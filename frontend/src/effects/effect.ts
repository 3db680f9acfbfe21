/**
 * Knows what an effect is: a parameter table and GLSL, no GL calls. `contract/effects/` says the same in words and
 * pictures for the server's twin; docs/effects.md shows how one is added.
 *
 * GLSL may use: `ivec2 size` (the clip's), `vec3 frameAt(ivec2)` (what the layers below made, at any pixel only with
 * `seesBelow`), `vec3 frameOver(vec2)` (the same between pixels: at whole numbers the mean of four), `vec3 videoAt(ivec2)` (the
 * video itself), `int labelAt(ivec2)` (all clamp; label 0 is background, any object's), `int objectCount`, `int frameIndex`,
 * `vec3 colourOf(int label)`, `bool isChosen(int label)` (an object of this layer), `bool affected(ivec2)` (hard: this layer's
 * objects, or for effects on the background all that is no object), `bool soft` (feather or grow is not 0), with `edgeReach`
 * `bool isEdge(ivec2 pixel, int reach)` (this pixel is an object's, and one of the contract's star, so wide, has another
 * label), with `seesFacts` `vec4 boxOf(int label)` (left, top, right, bottom; all 0 where it does not show), `vec2
 * middleOf(int label)`, `float areaOf(int label)`, with `sheet` `sampler2D sheet`, with `seesTrail` `ivec2 trailAt(ivec2)`,
 * each parameter as a uniform of its name (float, vec3, bool; a choice is an int, compared with `<parameter>_<choice>`; an
 * image is a sampler2D of its name), and each earlier pass as a sampler2D of its name. Pixels count from the upper left
 * corner; channels are 0..1.
 */
import type { EffectParameter, EffectSetting, EffectTarget } from "../domain/effect";

export type Values = EffectSetting["values"];

/** A picture in half floats that later passes and the effect itself read, bilinear, clamped at its borders. */
export interface Pass {
  readonly name: string;
  /** ceil(clip size / divisor) is the picture's size. */
  readonly divisor: number;
  /** Body of `vec4 pass(ivec2 pixel)`; pixel (0, 0) holds the clip's upper left corner. */
  readonly glsl: string;
}

/** Drawn by the processor, once for the same words: text, stickers. RGBA rows from the top, not premultiplied. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
}

/** `names` are those of the labels from 1 on. The same sheet has to have the same key. */
export type SheetOf = (values: Values, names: readonly string[]) => { readonly key: string; draw(): Sheet };

export interface Effect {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly on: EffectTarget;
  /** Its own; `parametersOf` adds those of soft edges. */
  readonly parameters: readonly EffectParameter[];
  /** It calls isEdge, not in a pass; with at most this reach, 1..8. */
  edgeReach?(values: Values): number;
  /** It reads frameAt elsewhere than at its own pixel, or in a pass. */
  readonly seesBelow?: true;
  readonly seesFacts?: true;
  /** It has parameters `ghosts` and `spacing`: earlier masks. trailAt is (label, age), age 0 for none, else 1 (newest) to ghosts. */
  readonly seesTrail?: true;
  /** How far from the objects' edge it looks at `away`, 0..64 pixels: beyond, `away` only tells the side. Left out: it does not. */
  reach?(values: Values): number;
  /** It paints where it likes (outside of its objects too) and has to mix by `cover` itself. */
  readonly everywhere?: true;
  /** It knows no edges, so that feather and grow mean nothing. */
  readonly edgeless?: true;
  readonly sheet?: SheetOf;
  readonly passes?: readonly Pass[];
  /**
   * Body of `vec3 effect(ivec2 pixel, vec3 below, int label, float cover, float away)`: the colour where the effect applies
   * wholly. `label`: this layer's object here, or the nearest one where edges are soft; 0: none. `cover`: how far it
   * applies here. `away`: pixels to the (grown) edge of the layer's objects, negative inside.
   */
  readonly glsl: string;
}
