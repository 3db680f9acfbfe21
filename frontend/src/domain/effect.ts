/** An effect as data: what it is called, what can be set, and how several lie over each other. Shaders lie in `effects/`. */
import type { ObjectId } from "./clip";

/** A picture is a data URL (PNG, JPEG or WebP), or "" for none. */
export type ParameterValue = number | string | boolean;

/** One slider, colour, choice or toggle, a line of text or a picture. The same table stands in contract/effects/<name>.json. */
export interface EffectParameter {
  readonly name: string;
  readonly title: string;
  readonly kind: "number" | "colour" | "choice" | "toggle" | "text" | "image" | "effects";
  readonly default: ParameterValue;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Values are whole multiples of it; none: any value. */
  readonly step?: number;
  readonly choices?: readonly string[];
}

/** An effect that is chosen, with values for its parameters; one that is left out has its default. */
export interface EffectSetting {
  readonly name: string;
  readonly values: Readonly<Record<string, ParameterValue>>;
}

/** What an effect is drawn on: the objects that its layer chooses, or all that is no object. */
export type EffectTarget = "objects" | "background";

export interface EffectLayer {
  /** Tells layers of one stack apart. */
  readonly id: string;
  readonly effect: EffectSetting;
  /** Null: all. Only for effects on objects. */
  readonly objectIds: readonly ObjectId[] | null;
  readonly enabled: boolean;
}

/** Drawn bottom to top, each on what those before it made of the video. */
export type EffectStack = readonly EffectLayer[];
