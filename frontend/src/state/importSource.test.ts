/** One file, several, a folder: how they are called, and what is refused by its name. */
import { beforeAll, describe, expect, it } from "vitest";
import importing from "../words/en/import.json";
import { learn } from "../words/words";
import { chosenFiles, filesOf, type NamedFile } from "./droppedFiles";
import { importSource, isPacked, isVideo, unfit } from "./importSource";

const file = (name: string, type = ""): File => new File(["1234"], name.split("/").at(-1) ?? "", { type });
const named = (...names: string[]): readonly NamedFile[] => names.map((name) => ({ name, file: file(name) }));
const coco = { name: "coco", title: "COCO", description: "", suffixes: [".json", ".zip"] };

beforeAll(() => learn("import", importing));

describe("what was chosen", () => {
  it("is a file as it is, or a zip called after the folder", () => {
    const one = importSource(named("a.json"));
    expect([one?.name, one?.bytes, one && isPacked(one)]).toEqual(["a.json", 4, false]);
    const folder = importSource(named("walk/a/1.png", "walk/2.png"));
    expect([folder?.name, folder?.bytes, folder && isPacked(folder)]).toEqual(["walk.zip", 8, true]);
    expect(importSource(named("a.png", "b.png"))?.name).toBe("masks.zip");
    expect(importSource(named("a/1.png", "b/1.png"))?.name).toBe("masks.zip");
    expect(importSource([])).toBeNull();
  });
  it("leaves out what hides, and is in the order in which people count", async () => {
    const dropped = await filesOf({ entries: [], plain: [file("10.png"), file(".DS_Store"), file("9.png")] });
    expect(dropped.map(({ name }) => name)).toEqual(["9.png", "10.png"]);
    expect(chosenFiles([file("b"), file("a")]).map(({ name }) => name)).toEqual(["a", "b"]);
  });
  it("walks the folders of a drop", async () => {
    const inside = {
      isFile: true,
      isDirectory: false,
      name: "1.png",
      file: (done: (f: File) => void) => done(file("1.png")),
    };
    const parts = [[inside], []];
    const folder = {
      isFile: false,
      isDirectory: true,
      name: "walk",
      createReader: () => ({ readEntries: (done: (part: unknown) => void) => done(parts.shift()) }),
    };
    const dropped = await filesOf({ entries: [folder as unknown as FileSystemEntry], plain: [file("walk")] });
    expect(dropped.map(({ name }) => name)).toEqual(["walk/1.png"]);
  });
});

describe("a file that no format can be in", () => {
  const refused = (...names: string[]) => {
    const source = importSource(named(...names));
    return source && unfit(source, [coco]);
  };
  it("is refused before it is sent, with what is known", () => {
    expect(refused("notes.txt")).toContain("Known are .json, .zip.");
    expect(refused("koi.masklet")).toContain("whole session");
    expect([refused("A.JSON"), refused("a.png", "b.png")]).toEqual([null, null]);
  });
  it("is not judged while the formats are not known", () => {
    const source = importSource(named("notes.txt"));
    expect(source && unfit(source, [])).toBeNull();
  });
  it("may be a clip", () => {
    const clip = importSource([{ name: "a.mp4", file: file("a.mp4", "video/mp4") }]);
    expect(clip && isVideo(clip)).toBe(true);
  });
});
