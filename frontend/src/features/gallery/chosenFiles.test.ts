/** The archive, read back by its own central directory. */
import { describe, expect, it } from "vitest";
import { clipsOfFolder } from "./chosenFiles";
import { crc32, zip } from "./zip";

const text = new TextEncoder();

/** name -> content, found the way unzip does: from the end. */
async function unzip(archive: Blob): Promise<Map<string, string>> {
  const bytes = new Uint8Array(await archive.arrayBuffer());
  const view = new DataView(bytes.buffer);
  const end = bytes.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  let position = view.getUint32(end + 16, true);
  const files = new Map<string, string>();
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    expect(view.getUint32(position, true)).toBe(0x02014b50);
    const [crc, size] = [view.getUint32(position + 16, true), view.getUint32(position + 24, true)];
    const length = view.getUint16(position + 28, true);
    const local = view.getUint32(position + 42, true);
    expect(view.getUint32(local, true)).toBe(0x04034b50);
    const name = new TextDecoder().decode(bytes.subarray(position + 46, position + 46 + length));
    const start = local + 30 + view.getUint16(local + 26, true);
    const content = bytes.subarray(start, start + size);
    expect(crc32(content)).toBe(crc);
    files.set(name, new TextDecoder().decode(content));
    position += 46 + length;
  }
  expect(position).toBe(end);
  return files;
}

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
});

describe("clipsOfFolder", () => {
  const named = (name: string, type = "") => ({
    name,
    file: new File([name], name.split("/").at(-1) ?? "", { type }),
  });

  it("makes one clip of the images, in the order that people count, and leaves hidden files out", async () => {
    const clips = await clipsOfFolder(
      "walk",
      ["walk/10.jpg", "walk/9.jpg", "walk/.DS_Store", "walk/notes.txt"].map((name) => named(name)),
    );
    expect(clips.map(({ name }) => name)).toEqual(["walk.zip"]);
    expect([...(await unzip(clips[0] as File)).keys()]).toEqual(["walk/9.jpg", "walk/10.jpg"]);
  });

  it("takes a folder of videos file by file", async () => {
    const clips = await clipsOfFolder("trip", [
      named("trip/a.mp4", "video/mp4"),
      named("trip/b.mov", "video/quicktime"),
    ]);
    expect(clips.map(({ name }) => name)).toEqual(["a.mp4", "b.mov"]);
  });
});
