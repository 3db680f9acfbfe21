/**
 * Knows what an effect is: a parameter table and GLSL, no GL calls. `contract/effects/` says the same in words and
 * pictures for the server's twin.
 *
 * GLSL may use: `ivec2 size` (the clip's), `vec3 frameAt(ivec2)`, `int labelAt(ivec2)` (both clamp; label 0 is
 * background), `vec3 colourOf(int label)`, with `seesEdges` `bool starHasOther(ivec2 pixel, int reach, int label)` (a pixel
 * of the contract's star has another label), each parameter as a
 * uniform of its name (float, vec3, bool; a choice is an int, compared with `<parameter>_<choice>`), and each earlier
 * pass as a sampler2D of its name. Pixels count from the upper left corner; channels are 0..1.
 */
import type { EffectParameter } from "../domain/effect";

/** A picture in half floats that later passes and the effect itself read, bilinear, clamped at its borders. */
export interface Pass {
  readonly name: string;
  /** ceil(clip size / divisor) is the picture's size. */
  readonly divisor: number;
  /** Body of `vec4 pass(ivec2 pixel)`; pixel (0, 0) holds the clip's upper left corner. */
  readonly glsl: string;
}

export interface Effect {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly EffectParameter[];
  /** It calls starHasOther, with a reach of at most 8, and not in a pass. */
  readonly seesEdges?: true;
  readonly passes?: readonly Pass[];
  /** Body of `vec3 effect(ivec2 pixel)`. */
  readonly glsl: string;
}
