/** The archive, read back by its own central directory. */
import { describe, expect, it } from "vitest";
import { unzip } from "./unzip";
import { crc32, zip } from "./zip";

const text = new TextEncoder();
const file = (name: string, content: string) => ({ name, file: new File([content], name) });

describe("crc32", () => {
  it("gives the check value of the standard", () => {
    expect(crc32(text.encode("123456789"))).toBe(0xcbf43926);
  });
  it("can be continued", () => {
    expect(crc32(text.encode("6789"), crc32(text.encode("12345")))).toBe(0xcbf43926);
  });
});

describe("zip", () => {
  it("keeps names and contents", async () => {
    const archive = await zip(
      [
        { name: "walk/1.png", file: new File(["one"], "1.png") },
        { name: "walk/zwei ü.png", file: new File(["two!"], "2.png") },
      ],
      "walk.zip",
    );
    expect(archive.name).toBe("walk.zip");
    expect([...(await unzip(archive))]).toEqual([
      ["walk/1.png", "one"],
      ["walk/zwei ü.png", "two!"],
    ]);
  });
  it("tells how far it has read, and stops when it is told to", async () => {
    const files = [file("a.png", "1234"), file("b.png", "56")];
    const read: number[] = [];
    await zip(files, "x.zip", { onRead: (bytes) => read.push(bytes) });
    expect(read).toEqual([4, 6]);
    await expect(zip(files, "x.zip", { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});
