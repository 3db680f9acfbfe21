/** Every language says everything that English says, with the same values in it. */
import { afterAll, describe, expect, it } from "vitest";
import { en } from "./en";
import door from "./en/door.json";
import importing from "./en/import.json";
import share from "./en/share.json";
import trash from "./en/trash.json";
import { ko } from "./ko";
import { ru } from "./ru";
import { languageChoices, say, speak, spoken, spokenTag } from "./words";
import { zh } from "./zh";

type Catalogue = Readonly<Record<string, Readonly<Record<string, string>>>>;

const english: Catalogue = { ...en, share, trash, door, import: importing };
const others: Readonly<Record<string, Catalogue>> = { zh, ru, ko };

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Names of products and keys, and what is written alike everywhere. */
const ALIKE = new Set([
  "Masklet Studio",
  "COCO JSON",
  "{{name}} · Masklet Studio",
  "Alt+click",
  "Enter",
  "Shift+Enter",
  "Esc",
  "Home",
  "End",
  "Page Up",
  "Page Down",
  "Delete",
  "Backspace",
]);

/** Without its values, nothing but signs and units is left. */
const isOnlySigns = (text: string): boolean => !/[A-Za-z]{3}/.test(text.replaceAll(/\{\{.*?\}\}/g, ""));

const placeholders = (text: string): readonly string[] => [...(text.match(/\{\{.*?\}\}/g) ?? [])].sort();

/** Which keys a language needs for the keys of English: as many plurals as it has. */
function wantedKeys(words: Readonly<Record<string, string>>, language: string): ReadonlySet<string> {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  return new Set(
    Object.keys(words).flatMap((key) =>
      PLURAL.test(key) ? pluralCategories.map((category) => key.replace(PLURAL, `_${category}`)) : [key],
    ),
  );
}

/** The English words that a key of another language stands for. */
const englishOf = (words: Readonly<Record<string, string>>, key: string): string =>
  words[key] ?? words[key.replace(PLURAL, "_other")] ?? "";

describe.each(Object.keys(others))("the catalogue %s", (language) => {
  const catalogue = others[language] ?? {};
  const translated = Object.entries(english).filter(
    ([namespace]) => Object.keys(english[namespace] ?? {}).length > 0,
  );
  it.each(translated)("has every word of %s, and no other", (namespace, words) => {
    const own = Object.keys(catalogue[namespace] ?? {}).sort();
    expect(own).toEqual([...wantedKeys(words, language)].sort());
  });
  it.each(translated)("puts in the same values in %s, and leaves no English", (namespace, words) => {
    for (const [key, text] of Object.entries(catalogue[namespace] ?? {})) {
      const original = englishOf(words, key);
      expect([key, placeholders(text)]).toEqual([key, placeholders(original)]);
      if (!ALIKE.has(original) && !isOnlySigns(original)) expect([key, text]).not.toEqual([key, original]);
    }
  });
});

describe("a language", () => {
  afterAll(() => speak("en"));
  it("is there for every choice", () => {
    expect(languageChoices.map(({ code }) => code)).toEqual(["en", ...Object.keys(others)]);
  });
  it("comes when it is wanted, and counts as it does", async () => {
    await speak("ru");
    expect([spoken(), spokenTag()]).toEqual(["ru", "ru"]);
    const days = [1, 3, 5, 21].map((count) => say("ui:daysAgo", { count }));
    expect(days).toEqual(["1 день назад", "3 дня назад", "5 дней назад", "21 день назад"]);
    await speak("zh");
    expect(say("app:language")).toBe("语言");
    expect(spokenTag()).toBe("zh-Hans");
  });
});
