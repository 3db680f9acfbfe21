/** How edits are called. */
import { describe, expect, it } from "vitest";
import { anEdit } from "./fixtures";
import { editWords } from "./historyWords";

describe("the words of an edit", () => {
  it.each([
    [anEdit(1), "Clicked Object 1 on frame 12"],
    [
      anEdit(1, { kind: "TRACK", objectName: "", firstFrame: 0, lastFrame: 288 }),
      "Tracked all objects, frames 0–288",
    ],
    [
      anEdit(1, { kind: "TRACK", objectName: "", detail: "Koi, Cat", firstFrame: 0, lastFrame: 9 }),
      "Tracked Koi, Cat, frames 0–9",
    ],
    [anEdit(1, { kind: "TRACK", objectName: "Koi", firstFrame: null, lastFrame: null }), "Tracked Koi"],
    [anEdit(1, { kind: "RENAME_OBJECT", detail: "Koi" }), "Renamed Object 1 to Koi"],
    [anEdit(1, { kind: "LOCK_OBJECT", detail: "unlocked" }), "Unlocked Object 1"],
    [
      anEdit(1, { kind: "ABSENT", lastFrame: 20, detail: "taken away" }),
      "Took the absent mark from Object 1 on frames 12–20",
    ],
    [anEdit(1, { kind: "MERGE_OBJECTS", detail: "Cat" }), "Merged Cat into Object 1"],
    [anEdit(1, { kind: "SPLIT_OBJECT", lastFrame: 99 }), "Split Object 1 at frame 12"],
    [
      anEdit(1, { kind: "RENAME_SESSION", detail: "Take <2> & more" }),
      "Renamed the session to Take <2> & more",
    ],
    [anEdit(1, { kind: "IMPORT", detail: "koi.json" }), "Masks imported from “koi.json”"],
    [
      anEdit(1, { kind: "EFFECTS", objectId: null, objectName: "", firstFrame: null, lastFrame: null }),
      "Effects",
    ],
  ])("%#: %o", (edit, words) => expect(editWords(edit)).toBe(words));
});
