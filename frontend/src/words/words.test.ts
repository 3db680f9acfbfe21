/** The catalogue's function and the choice of a language. */
import { describe, expect, it } from "vitest";
import { languageFor, say, speak, spoken } from "./words";

describe("words", () => {
  it("are English until another language is chosen", async () => {
    expect(say("app:language")).toBe("Language");
    await speak("en");
    expect(spoken()).toBe("en");
  });
  it("follow the person's languages as far as there are catalogues", () => {
    expect(languageFor(["fr-FR", "en-GB"])).toBe("en");
    expect(languageFor([])).toBe("en");
  });
});
