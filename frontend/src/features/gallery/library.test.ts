/** Search, sorting and progress of the lists. */
import { describe, expect, it } from "vitest";
import type { SessionEntry } from "../../api/sessions";
import { anObject, aVideo } from "../../state/fixtures";
import { foundSessions, foundVideos, percentOf, trackedShare } from "./library";

const aSessionEntry = (change: Partial<SessionEntry> = {}): SessionEntry => ({
  sessionId: "s",
  name: "Dog",
  engine: "flow",
  updatedAt: 1,
  maskedFrames: 50,
  edited: true,
  asleep: false,
  right: "OWN",
  videoPath: "uploads/v.mp4",
  objects: [anObject(0)],
  propagation: null,
  ...change,
});

const video = aVideo();
const byPath = new Map([[video.path, video]]);
const found = (
  sessions: readonly SessionEntry[],
  search = "",
  order: "changed" | "name" | "progress" = "changed",
) => foundSessions(sessions, byPath, search, order).map(({ sessionId }) => sessionId);

describe("search", () => {
  it("finds clips by title and file name, whatever the case and the accents, by all of its words", () => {
    const flight = aVideo({
      id: "w",
      title: "Über den Wolken 雲",
      source: { fileName: "IMG_2031.MOV", width: 6, height: 4 },
    });
    const titles = (search: string) =>
      foundVideos([video, flight], search, "changed").map(({ title }) => title);
    expect(titles("uber wolken")).toEqual([flight.title]);
    expect(titles("wolken ueber")).toEqual([]);
    expect(titles("雲")).toEqual([flight.title]);
    expect(titles("img_2031")).toEqual([flight.title]);
    expect(titles("  ")).toEqual(["Dog", flight.title]);
  });

  it("finds sessions also by their clip and their objects, and none without objects", () => {
    const sessions = [
      aSessionEntry({ sessionId: "a", name: "Morning" }),
      aSessionEntry({ sessionId: "b", name: "Evening", objects: [anObject(0, { name: "Left paw" })] }),
      aSessionEntry({ sessionId: "c", name: "Morning", objects: [] }),
    ];
    expect(found(sessions, "dog")).toEqual(["a", "b"]);
    expect(found(sessions, "paw")).toEqual(["b"]);
    expect(found(sessions, "morning")).toEqual(["a"]);
  });
});

describe("sorting", () => {
  const sessions = [
    aSessionEntry({ sessionId: "old", name: "Take 10", updatedAt: 1, maskedFrames: 100 }),
    aSessionEntry({ sessionId: "new", name: "Take 9", updatedAt: 3, maskedFrames: 10 }),
    aSessionEntry({ sessionId: "middle", name: "apple", updatedAt: 2, maskedFrames: 10 }),
  ];
  it("goes by change, by name as people count, and by what is left to do", () => {
    expect(found(sessions)).toEqual(["new", "middle", "old"]);
    expect(found(sessions, "", "name")).toEqual(["middle", "new", "old"]);
    expect(found(sessions, "", "progress")).toEqual(["new", "middle", "old"]);
  });
});

describe("progress", () => {
  it("is of all objects on all frames", () => {
    expect(trackedShare(aSessionEntry({ objects: [anObject(0), anObject(1)] }), video)).toBe(0.25);
    expect(trackedShare(aSessionEntry(), undefined)).toBe(0);
    expect(trackedShare(aSessionEntry({ maskedFrames: 500 }), video)).toBe(1);
  });
  it("is done only when it is done, and begun when it is begun", () => {
    expect([0, 0.0001, 0.5, 0.9999, 1].map(percentOf)).toEqual([0, 1, 50, 99, 100]);
  });
});
