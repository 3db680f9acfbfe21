/** Export formats in the person's language. The server says what it has in English; what the catalogue does not know stays so. */
import type { EffectParameter } from "../../domain/effect";
import type { ExportFormat } from "../../domain/server";
import { say, type WordKey } from "../../words/words";

const known = (key: string, fallback: string): string =>
  say(`export:${key}` as WordKey, { defaultValue: fallback });

const optionInWords = (option: EffectParameter): EffectParameter => ({
  ...option,
  title: known(`option_${option.name}`, option.title),
});

export const formatInWords = (format: ExportFormat): ExportFormat => ({
  ...format,
  title: known(`format_${format.name}`, format.title),
  description: known(`about_${format.name}`, format.description),
  options: format.options.map(optionInWords),
});
