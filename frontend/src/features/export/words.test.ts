/** Formats are said through the catalogue; what it does not know keeps the server's words. */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import type { ExportFormat } from "../../domain/server";
import { speak } from "../../words/words";
import { choiceInWords, formatInWords } from "./words";

const option = { name: "with_video", title: "With video", kind: "toggle", default: true } as const;
const session = { name: "session", title: "Session", description: "All.", suffix: ".masklet" };

/** As the server prints them (`make generate`). */
const formats = JSON.parse(readFileSync("../contract/formats.json", "utf8")) as readonly ExportFormat[];
const NATIVE = { zh: /[\u3000-\uffff]/, ru: /[\u0400-\u04ff]/, ko: /[\u3000-\uffff]/ } as const;
const NAMES = new Set([
  "COCO JSON",
  "YouTube-VIS JSON",
  "SA-V JSON",
  "SA-V PNG",
  "SA-1B JSON",
  "DAVIS 2017",
  "MOTS PNG",
]);
NAMES.add("LabelMe JSON").add("Label Studio JSON").add("ProRes 4444 MOV");

describe.each(Object.entries(NATIVE))("in %s", (language, native) => {
  afterAll(() => speak("en"));
  it("every format of the server, its options and their choices have words", async () => {
    await speak(language as keyof typeof NATIVE);
    for (const format of formats) {
      const { title, description, options } = formatInWords(format);
      if (!NAMES.has(title))
        expect([format.name, title]).toEqual([format.name, expect.stringMatching(native)]);
      expect([format.name, description]).toEqual([format.name, expect.stringMatching(native)]);
      for (const { name, title, choices = [] } of options) {
        const said = [title, ...choices.map((choice) => choiceInWords(choice) ?? choice)];
        for (const text of said)
          expect([format.name, name, text]).toEqual([format.name, name, expect.stringMatching(native)]);
      }
    }
  });
});

describe("export formats in words", () => {
  afterAll(() => speak("en"));
  it("are the catalogue's, their options too", async () => {
    await speak("ru");
    const { title, description, options } = formatInWords({ ...session, options: [option] });
    for (const text of [title, description, options[0]?.title]) expect(text).toMatch(/[а-я]{3}/);
  });
  it("are the server's where the catalogue does not know them", () => {
    const own = { ...session, name: "yolo", title: "YOLO", options: [{ ...option, name: "sides" }] };
    expect(formatInWords(own)).toEqual(own);
  });
});
