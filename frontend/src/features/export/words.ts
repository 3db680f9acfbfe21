/** Export formats in the person's language: in English as the server says what it has, else as the catalogue does. */
import type { EffectParameter } from "../../domain/effect";
import type { ExportFormat } from "../../domain/server";
import { sayElsewhere } from "../../words/words";

const known = (key: string): string | null => sayElsewhere(`formats:${key}`, {});

/** Options of one name mean the same in most formats. */
const optionInWords = (format: string, option: EffectParameter): EffectParameter => ({
  ...option,
  title: known(`option_${format}_${option.name}`) ?? known(`option_${option.name}`) ?? option.title,
});

export const formatInWords = (format: ExportFormat): ExportFormat => ({
  ...format,
  title: known(`title_${format.name}`) ?? format.title,
  description: known(`about_${format.name}`) ?? format.description,
  options: format.options.map((option) => optionInWords(format.name, option)),
});

/** A choice of an option; null where only the server has a word for it. */
export const choiceInWords = (choice: string): string | null =>
  known(`choice_${choice.replaceAll(" ", "_")}`);
