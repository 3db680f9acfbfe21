/** Effects in the person's language; the contract's English words are the English catalogue's. */
import type { EffectParameter } from "../../domain/effect";
import { say, type WordKey } from "../../words/words";

/** The catalogue has all of these: words.test.ts holds it to the registry. */
const word = (key: string): string => say(`effects:${key}` as WordKey);

export const titleOf = (effect: string): string => word(`effect_${effect}`);
export const aboutOf = (effect: string): string => word(`about_${effect}`);
export const lookTitle = (look: string): string => word(`look_${look}`);
export const choiceTitle = (choice: string): string => word(`choice_${choice}`);
export const parameterTitle = ({ title }: EffectParameter): string => word(`parameter_${titleKey(title)}`);

/** Parameters of the same English title have one word: "Block size" -> "blockSize" */
export const titleKey = (title: string): string =>
  title
    .replace(/[^A-Za-z]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? "")
    .replace(/^./, (first) => first.toLowerCase());
