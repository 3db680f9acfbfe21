/** Folders that were dropped or chosen, as clips. */
import { describe, expect, it } from "vitest";
import { unzip } from "../../state/unzip";
import { clipsOfFolder } from "./chosenFiles";

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
