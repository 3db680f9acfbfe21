/** Export formats in the person's language: in English as the server says what it has, else as the catalogue does. */
import type { EffectParameter } from "../../domain/effect";
import type { ExportFormat } from "../../domain/server";
import { sayElsewhere } from "../../words/words";

const known = (key: string, fallback: string): string => sayElsewhere(`formats:${key}`, {}) ?? fallback;

export const formatInWords = (format: ExportFormat): ExportFormat => ({
  ...format,
  title: known(`title_${format.name}`, format.title),
  description: known(`about_${format.name}`, format.description),
  options: format.options.map(
    (option): EffectParameter => ({
      ...option,
      title: known(`option_${format.name}_${option.name}`, option.title),
    }),
  ),
});

/** A choice of an option; null where only the server has a word for it. */
export const choiceInWords = (format: string, option: string, choice: string): string | null =>
  sayElsewhere(`formats:choice_${format}_${option}_${choice}`, {});
