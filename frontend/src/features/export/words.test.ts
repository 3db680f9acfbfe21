/** Formats are said through the catalogue; what it does not know keeps the server's words. */
import { afterAll, describe, expect, it } from "vitest";
import { speak } from "../../words/words";
import { formatInWords } from "./words";

const option = { name: "with_video", title: "With video", kind: "toggle", default: true } as const;
const session = { name: "session", title: "Session", description: "All.", suffix: ".masklet" };

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
