/** The only list of effects, in the order in which they are offered. */
import type { EffectSetting, ParameterValue } from "../domain/effect";
import { blurBackground } from "./blur_background";
import { cutOut } from "./cut_out";
import type { Effect } from "./effect";
import { erase } from "./erase";
import { eraseBackground } from "./erase_background";
import { overlay } from "./overlay";

export const effects: readonly Effect[] = [overlay, cutOut, erase, eraseBackground, blurBackground];

/** Throws RangeError for a name that is not in the list. */
export function effectNamed(name: string): Effect {
  const effect = effects.find((candidate) => candidate.name === name);
  if (effect === undefined) throw new RangeError(`There is no effect called ${name}.`);
  return effect;
}

/** The effect with every parameter at its default. */
export function defaultSetting(effect: Effect): EffectSetting {
  const values = effect.parameters.map(({ name, default: value }): [string, ParameterValue] => [name, value]);
  return { name: effect.name, values: Object.fromEntries(values) };
}
