/** The catalogue's function and the choice of a language. */
import { afterEach, describe, expect, it } from "vitest";
import { languageFor, onLanguage, say, speak, spoken, spokenTag, type WordKey } from "./words";

afterEach(() => speak("en"));

describe("words", () => {
  it("are English until another language is chosen, and tell when that changes", async () => {
    expect([spoken(), say("app:language")]).toEqual(["en", "Language"]);
    const heard: string[] = [];
    const stop = onLanguage(() => heard.push(spokenTag()));
    await speak("ru");
    expect([spoken(), say("app:language")]).toEqual(["ru", "Язык"]);
    stop();
    await speak("zh");
    expect(heard).toEqual(["ru"]);
  });

  it("count by the rules of the language, and put values where they belong", async () => {
    const days = (count: number) => say("ui:daysAgo", { count });
    expect([days(1), days(2)]).toEqual(["1 day ago", "2 days ago"]);
    await speak("ru");
    expect(new Set([days(1), days(3), days(5)].map((words) => words.replace(/\d/, ""))).size).toBe(3);
    expect(say("ui:rename", { name: "A{{B}}" })).toContain("A{{B}}");
  });

  it("show the key where a catalogue lacks it, so that it is seen and mended", () => {
    expect(say("app:nothing-like-it" as WordKey)).toBe("app:nothing-like-it");
  });

  it("follow the person's languages as far as there are catalogues", () => {
    expect([languageFor(["fr-FR", "ko-KR", "en"]), languageFor(["zh-TW"]), languageFor([])]).toEqual([
      "ko",
      "zh",
      "en",
    ]);
  });
});
