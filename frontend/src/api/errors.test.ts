/** How a refusal of the server is said. */
import { afterEach, describe, expect, it } from "vitest";
import { speak } from "../words/words";
import { fromWire, sentence } from "./errors";

afterEach(() => speak("en"));

describe("a refusal", () => {
  const locked = fromWire({
    message: "“Koi” is locked; unlock it first.",
    extensions: { code: "OBJECT_LOCKED", details: { reason: "object", name: "Koi", object_id: 3 } },
  });
  it("is said in the server's words in English, and in the person's language elsewhere", async () => {
    expect(sentence(locked)).toBe("“Koi” is locked; unlock it first.");
    await speak("ru");
    expect(sentence(locked)).toBe("Объект «Koi» заблокирован; сначала разблокируйте его.");
    await speak("zh");
    expect(sentence(locked)).toBe("“Koi”已锁定；请先解锁。");
  });
  it("is our fault where it has no code and where it is none", async () => {
    await speak("ko");
    expect(sentence(fromWire({ message: "?", extensions: { details: 3 } }))).toContain("서버 로그");
    expect(sentence(new TypeError("x is undefined"))).toContain("새로 고친");
  });
});
