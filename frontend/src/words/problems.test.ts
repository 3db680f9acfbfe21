/** Everything that the server or this browser can refuse is said in every language; nothing else is in the catalogues. */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { ownCodes } from "../domain/problem";
import { ko } from "./ko";
import { problemWords } from "./problems";
import { ru } from "./ru";
import { speak } from "./words";
import { zh } from "./zh";

/** Code -> reason -> details, as the server prints them (`make generate`). */
const promised = JSON.parse(readFileSync("../contract/errors.json", "utf8")) as Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
>;

/** Each sentence that is needed, with the values that it may have in it. */
const wanted = new Map<string, readonly string[]>([
  ...ownCodes.map((code) => [code, ["message"]] as const),
  ...Object.keys(promised).map((code) => [code, ["message"]] as const),
  ...Object.entries(promised).flatMap(([code, reasons]) =>
    Object.entries(reasons).map(([reason, details]) => [`${code}_${reason}`, details] as const),
  ),
]);

const valuesIn = (text: string): readonly string[] =>
  [...text.matchAll(/{{(\w+)}}/g)].map(([, name = ""]) => name);

describe.each(Object.entries({ zh, ru, ko }))("problems in %s", (_language, { errors }) => {
  const sentences: Readonly<Record<string, string>> = errors;
  it("have a sentence for every code and reason, and no other", () => {
    expect(Object.keys(sentences).sort()).toEqual([...wanted.keys()].sort());
  });
  it("ask for no value that does not come", () => {
    for (const [key, text] of Object.entries(sentences)) {
      const known = wanted.get(key) ?? [];
      expect([key, valuesIn(text).filter((name) => !known.includes(name))]).toEqual([key, []]);
    }
  });
  it("are not in English", () => {
    for (const text of Object.values(sentences)) expect(text).toMatch(/[\u0400-\u04ff\u3000-\uffff]/);
  });
});

describe("problemWords", () => {
  afterEach(() => speak("en"));
  const tooLong = {
    code: "LIMIT_EXCEEDED",
    message: "The video is 91.25 s long; at most 60 s can be taken. Choose a part of it.",
    details: { reason: "length", duration_s: 91.25, limit_s: 60 },
  };
  it("are the problem's own in English", () => {
    expect(problemWords(tooLong)).toBe(tooLong.message);
  });
  it("are the catalogue's elsewhere, with numbers and sizes as they are written there", async () => {
    await speak("ru");
    expect(problemWords(tooLong)).toBe(
      "Видео длится 91,3 с, взять можно не больше 60 с. Выберите его часть.",
    );
    const details = { reason: "file", limit_bytes: 3 * 1024 ** 3 };
    expect(problemWords({ ...tooLong, details })).toBe("Файл слишком велик: допускается до 3,0 ГБ.");
  });
  it("are the code's where the reason is unknown or its facts did not come", async () => {
    await speak("zh");
    const { code, message } = tooLong;
    const said = `超出了服务器的限制：${message}`;
    expect(problemWords({ code, message })).toBe(said);
    expect(problemWords({ code, message, details: { reason: "length" } })).toBe(said);
    expect(problemWords({ code, message, details: { reason: "new" } })).toBe(said);
  });
  it("are the server's where it has a code that is not known here", async () => {
    await speak("ko");
    expect(problemWords({ code: "BRAND_NEW", message: "Something new." })).toBe("Something new.");
  });
});
