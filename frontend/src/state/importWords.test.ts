/** What an import brought, in every language: formats, kinds of problems, and the sum. */
import { readFileSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { ApiError } from "../api/errors";
import { frameIndex, objectId } from "../domain/clip";
import type { ImportFormat, ImportProblem, ImportProblemKind } from "../domain/maskImport";
import importing from "../words/en/import.json";
import { ko } from "../words/ko";
import { ru } from "../words/ru";
import { type Language, learn, speak } from "../words/words";
import { zh } from "../words/zh";
import {
  failureWords,
  importFormatInWords,
  kindTitle,
  problemGroups,
  resultWords,
  sentenceOf,
} from "./importWords";

/** As the server prints them (`make generate`). */
const contract = (name: string) => JSON.parse(readFileSync(`../contract/${name}.json`, "utf8"));
const formats: readonly ImportFormat[] = contract("imports");
/** What the sentence of each kind speaks of. */
const problems: Readonly<Record<ImportProblemKind, readonly string[]>> = contract("import_problems");
const NATIVE = { zh: /[\u3000-\uffff]/, ru: /[\u0400-\u04ff]/, ko: /[\u3000-\uffff]/ } as const;
const catalogues = { zh, ru, ko };
const valuesIn = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name = ""]) => name);

const aProblem = (
  kind: ImportProblemKind,
  item = "",
  change: Partial<ImportProblem> = {},
): ImportProblem => ({
  item,
  kind,
  message: `It is ${kind}.`,
  details: {},
  wasTaken: false,
  ...change,
});

beforeAll(() => learn("import", importing));
afterEach(() => speak("en"));

describe.each(Object.entries(NATIVE))("in %s", (language, native) => {
  const { problems: sentences, formats: words } = catalogues[language as keyof typeof catalogues];
  it("every import format of the server says what it is for", async () => {
    await speak(language as Language);
    for (const format of formats)
      expect(importFormatInWords(format)).toEqual({
        ...format,
        title: expect.any(String),
        description: expect.stringMatching(native),
      });
  });
  it("formats that the server may have later are known as in the other languages", () => {
    const own = Object.keys(words).filter((key) => /^(import|aboutImport)_/.test(key));
    expect(own.filter((key) => key.startsWith("about"))).toEqual(
      Object.keys(ru.formats).filter((key) => key.startsWith("aboutImport_")),
    );
    for (const key of own.filter((one) => one.startsWith("import_")))
      expect(own).toContain(`aboutI${key.slice(1)}`);
  });
  it("every kind of problem has its sentence, no other, with values that come", () => {
    expect(Object.keys(sentences).sort()).toEqual(Object.keys(problems).sort());
    for (const [kind, text] of Object.entries(sentences)) {
      expect(text).toMatch(native);
      expect([kind, valuesIn(text).sort()]).toEqual([kind, [...problems[kind as ImportProblemKind]].sort()]);
    }
  });
});

describe("what was read", () => {
  const object = { name: "Koi", isNew: true, masks: 12 };
  const first = { ...object, objectId: objectId(0), firstFrame: frameIndex(3), lastFrame: frameIndex(9) };
  const second = { ...object, objectId: objectId(1), firstFrame: frameIndex(0), lastFrame: frameIndex(5) };
  const report = { format: "coco", objects: [first, second], masks: 24, problems: [], problemCount: 0 };
  it("is summed up over all objects", async () => {
    expect(resultWords(report)).toBe("24 masks of 2 objects on frames 0–9");
    expect(resultWords({ ...report, objects: [{ ...first, lastFrame: frameIndex(3) }], masks: 1 })).toBe(
      "1 mask of 1 object on frame 3",
    );
    await speak("ru");
    expect(resultWords(report)).toBe("24 маски, 2 объекта, кадры 0–9");
  });
});

describe("what did not fit", () => {
  const size = { width: 3, height: 4, clip_width: 5, clip_height: 6 };
  it("comes by kinds, one sentence once with all its items", () => {
    const groups = problemGroups([
      aProblem("EMPTY", "annotation 1"),
      aProblem("SIZE", "a.png", { message: "It is 3 × 4." }),
      aProblem("EMPTY", "annotation 2"),
      aProblem("SIZE", "b.png", { message: "It is 7 × 7." }),
      aProblem("FROM_ONE", "", { wasTaken: true }),
    ]);
    expect(groups.map(({ kind, count, wasTaken }) => [kind, count, wasTaken])).toEqual([
      ["EMPTY", 2, false],
      ["SIZE", 2, false],
      ["FROM_ONE", 1, true],
    ]);
    expect(groups[0]?.lines).toEqual([{ sentence: "It is EMPTY.", items: ["annotation 1", "annotation 2"] }]);
    expect(groups[1]?.lines).toHaveLength(2);
    expect(groups[2]?.lines).toEqual([{ sentence: "It is FROM_ONE.", items: [] }]);
  });
  it("is the server's sentence in English, else the catalogue's; kinds have titles", async () => {
    const problem = aProblem("SIZE", "a.png", { details: size });
    expect(sentenceOf(problem)).toBe("It is SIZE.");
    expect(kindTitle("SIZE")).toBe("Another size than the clip");
    await speak("zh");
    expect(sentenceOf(problem)).toBe("它是 3 × 4 像素，与视频的 5 × 6 不符。");
    expect(kindTitle("SIZE")).toBe("尺寸与视频不同");
  });
  it("is why nothing came, which English sentences say themselves", async () => {
    const message = "Nothing of “a.zip” fits this clip. a.png: It is 3 × 4.";
    const details = {
      reason: "nothingImported",
      name: "a.zip",
      problem: aProblem("SIZE", "a.png", { details: size }),
    };
    const refused = new ApiError("INVALID_INPUT", message, details);
    expect(failureWords(refused)).toBe(message);
    await speak("ru");
    expect(failureWords(refused)).toBe(
      "Из «a.zip» ничего не подходит к этому клипу. a.png: Размер 3 × 4 пикселей не подходит к клипу 5 × 6.",
    );
    expect(failureWords(new ApiError("INVALID_INPUT", "x", { reason: "noMasks", name: "a" }))).toContain(
      "«a»",
    );
  });
});
