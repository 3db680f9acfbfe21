/** What can be chosen for an export: the format's own options, starting from the effect that is on the screen. Pure. */
import type { EffectParameter, EffectSetting, ParameterValue } from "../../domain/effect";
import type { ExportFormat } from "../../domain/server";
import { effects } from "../../effects/registry";

export type OptionValues = Readonly<Record<string, ParameterValue>>;

/** The option that chooses an effect; its parameters are options called `<effect>.<parameter>`. */
const EFFECT = "effect";

function defaultOf(option: EffectParameter, shown: EffectSetting): ParameterValue {
  if (option.name === EFFECT && option.choices?.includes(shown.name)) return shown.name;
  const [effect, parameter] = option.name.split(".");
  const seen = effect === shown.name && parameter !== undefined ? shown.values[parameter] : undefined;
  return seen ?? option.default;
}

export const startingValues = (format: ExportFormat, shown: EffectSetting): OptionValues =>
  Object.fromEntries(format.options.map((option) => [option.name, defaultOf(option, shown)]));

/** The client knows more of an effect's parameters (whole steps) than travels with the format. */
function withStep(option: EffectParameter): EffectParameter {
  const [effect, parameter] = option.name.split(".");
  const known = effects
    .find(({ name }) => name === effect)
    ?.parameters.find(({ name }) => name === parameter);
  return known?.step === undefined ? option : { ...option, step: known.step };
}

/** Options that mean something now: those of effects that are not chosen are left out. */
export function visibleOptions(format: ExportFormat, values: OptionValues): readonly EffectParameter[] {
  const isVisible = ({ name }: EffectParameter) =>
    !name.includes(".") || name.startsWith(`${values[EFFECT]}.`);
  return format.options.filter(isVisible).map(withStep);
}
