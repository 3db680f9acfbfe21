/** The only list of effects, in the order in which they are offered. */
import { blur } from "./blur";
import { blurBackground } from "./blur_background";
import { burst } from "./burst";
import { contour } from "./contour";
import { cutOut } from "./cut_out";
import { darkenBackground } from "./darken_background";
import { desaturateBackground } from "./desaturate_background";
import type { Effect } from "./effect";
import { erase } from "./erase";
import { eraseBackground } from "./erase_background";
import { glow } from "./glow";
import { gradient } from "./gradient";
import { gradientBackground } from "./gradient_background";
import { label } from "./label";
import { original } from "./original";
import { originalBackground } from "./original_background";
import { outlineBackground } from "./outline_background";
import { overlay } from "./overlay";
import { pixelate } from "./pixelate";
import { pixelateBackground } from "./pixelate_background";
import { spotlight } from "./spotlight";
import { sticker } from "./sticker";
import { textBackground } from "./text_background";
import { trail } from "./trail";

export const effects: readonly Effect[] = [
  original,
  overlay,
  contour,
  cutOut,
  erase,
  gradient,
  pixelate,
  blur,
  spotlight,
  glow,
  sticker,
  burst,
  label,
  trail,
  originalBackground,
  eraseBackground,
  gradientBackground,
  pixelateBackground,
  desaturateBackground,
  blurBackground,
  outlineBackground,
  darkenBackground,
  textBackground,
];

/** Throws RangeError for a name that is not in the list. */
export function effectNamed(name: string): Effect {
  const effect = effects.find((candidate) => candidate.name === name);
  if (effect === undefined) throw new RangeError(`There is no effect called ${name}.`);
  return effect;
}
