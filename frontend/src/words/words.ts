/** Everything the client says, in the person's language: one function, a catalogue for each language, English built in. */
import { en } from "./en";
import type door from "./en/door.json";
import type importing from "./en/import.json";
import type share from "./en/share.json";
import type trash from "./en/trash.json";

type Catalogue = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Names are in their own language, as people look for them. Other catalogues than English come when they are wanted. */
const languages = [
  { code: "en", tag: "en", name: "English", load: null },
  {
    code: "zh",
    tag: "zh-Hans",
    name: "简体中文",
    load: async (): Promise<Catalogue> => (await import("./zh")).zh,
  },
  { code: "ru", tag: "ru", name: "Русский", load: async (): Promise<Catalogue> => (await import("./ru")).ru },
  { code: "ko", tag: "ko", name: "한국어", load: async (): Promise<Catalogue> => (await import("./ko")).ko },
] as const satisfies readonly {
  readonly code: string;
  /** BCP 47, for the page and for numbers and dates. */
  readonly tag: string;
  readonly name: string;
  readonly load: (() => Promise<Catalogue>) | null;
}[];

export type Language = (typeof languages)[number]["code"];

type Words = typeof en & {
  readonly import: typeof importing;
  readonly trash: typeof trash;
  readonly share: typeof share;
  readonly door: typeof door;
};
type Counted<Key> = Key extends `${infer Name}_${"one" | "other"}` ? Name : Key;

/** `namespace:key`; a key with plurals is named without its `_one` and `_other`. */
export type WordKey = {
  [Namespace in keyof Words]: `${Namespace}:${Counted<keyof Words[Namespace] & string>}`;
}[keyof Words];

interface Spoken {
  readonly code: Language;
  readonly words: Catalogue;
  readonly plurals: Intl.PluralRules;
}

const speech = (code: Language, tag: string, words: Catalogue): Spoken => ({
  code,
  words,
  plurals: new Intl.PluralRules(tag),
});

let now: Spoken = speech("en", "en", en);
const loaded = new Map<Language, Catalogue>([["en", en]]);

/** English words that come with the code that says them, so that the first page is small; other catalogues are whole. */
export function learn(namespace: string, words: Catalogue[string]): void {
  const english = { ...loaded.get("en"), [namespace]: words };
  loaded.set("en", english);
  if (now.code === "en") now = speech("en", "en", english);
}
const listeners = new Set<() => void>();

function templateOf({ words, plurals }: Spoken, key: string, count: unknown): string | undefined {
  const [namespace = "", name = ""] = key.split(":");
  const table = words[namespace];
  const plural = typeof count === "number" ? table?.[`${name}_${plurals.select(count)}`] : undefined;
  return plural ?? table?.[name];
}

type Values = Readonly<Record<string, string | number>>;

const filled = (template: string, values: Values): string =>
  template.replace(/{{(\w+)}}/g, (all, name: string) => String(values[name] ?? all));

/** A sentence of the catalogue, as `say("objects:delete", { name })`; `count` chooses the plural, `defaultValue` is said where
 * the catalogue lacks the key. */
export const say = (key: WordKey, values: Values = {}): string =>
  filled(templateOf(now, key, values.count) ?? String(values.defaultValue ?? key), values);

/** What English leaves to whoever knows it, as the server, and only other catalogues have; null where there is nothing, or
 * where a value is missing that the sentence needs. */
export function sayElsewhere(key: string, values: Values): string | null {
  const template = templateOf(now, key, undefined);
  const names = [...(template?.matchAll(/{{(\w+)}}/g) ?? [])].map(([, name = ""]) => name);
  return template === undefined || names.some((name) => !(name in values)) ? null : filled(template, values);
}

/** To choose from, each called as its speakers call it. */
export const languageChoices: readonly {
  readonly code: Language;
  readonly tag: string;
  readonly name: string;
}[] = languages.map(({ code, tag, name }) => ({ code, tag, name }));

export const isLanguage = (code: unknown): code is Language => languages.some((one) => one.code === code);

/** The first of the person's languages (BCP 47 tags, best first) that there is a catalogue for, or English. */
export function languageFor(wanted: readonly string[]): Language {
  const known = wanted.map((tag) => languages.find(({ code }) => tag.toLowerCase().split("-")[0] === code));
  return known.find((one) => one !== undefined)?.code ?? "en";
}

/** Rejects where the catalogue cannot be fetched; the language before stays. */
export async function speak(language: Language): Promise<void> {
  const chosen = languages.find(({ code }) => code === language) ?? languages[0];
  const words = loaded.get(language) ?? (await chosen.load?.()) ?? en;
  loaded.set(language, words);
  now = speech(language, chosen.tag, words);
  for (const changed of [...listeners]) changed();
}

export const spoken = (): Language => now.code;

/** As BCP 47 has it: for the page's `lang`, and for numbers and dates. */
export const spokenTag = (): string => languages.find(({ code }) => code === spoken())?.tag ?? "en";

/** Calls back after each change of language, until the returned function is called. */
export function onLanguage(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}
