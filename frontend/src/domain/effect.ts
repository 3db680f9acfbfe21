/** An effect as data: what it is called and what can be set. The shader lives beside it in `effects/`. */

export type ParameterValue = number | string | boolean;

/** One slider, colour, choice or toggle. The same table stands in contract/effects/<name>.json. */
export interface EffectParameter {
  readonly name: string;
  readonly title: string;
  readonly kind: "number" | "colour" | "choice" | "toggle";
  readonly default: ParameterValue;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Values are whole multiples of it; none: any value. */
  readonly step?: number;
  readonly choices?: readonly string[];
}

/** An effect that is chosen, with values for all its parameters. */
export interface EffectSetting {
  readonly name: string;
  readonly values: Readonly<Record<string, ParameterValue>>;
}
