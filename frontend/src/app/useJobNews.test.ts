/** What a person is told when a job ends, and what the page's title says meanwhile. */
import { describe, expect, it } from "vitest";
import { aJob } from "../state/fixtures";
import { newsOf, titleOf } from "./useJobNews";

describe("newsOf", () => {
  it("tells of done, stopped and failed tracking", () => {
    expect(newsOf(aJob({ state: "DONE", total: 120 }))).toEqual({
      tone: "good",
      title: "Tracking is done",
      text: "120 frames tracked.",
    });
    expect(newsOf(aJob({ state: "CANCELLED", done: 5, total: 120 })).text).toBe(
      "5 of 120 frames are done and kept.",
    );
    expect(
      newsOf(
        aJob({
          state: "DONE",
          error: { code: "VIDEO_UNREADABLE", message: "Frame 3 cannot be read. It was passed over." },
        }),
      ),
    ).toMatchObject({
      tone: "bad",
      title: "Tracking is done, with gaps",
    });
    expect(
      newsOf(aJob({ state: "FAILED", error: { code: "WORKER_FAILED", message: "The engine stopped." } })),
    ).toMatchObject({
      tone: "bad",
      text: "The engine stopped.",
    });
  });
  it("names the file of an export", () => {
    expect(newsOf(aJob({ kind: "EXPORT", state: "DONE", fileName: "dog.json" }))).toMatchObject({
      title: "The export is ready",
      text: "dog.json",
    });
  });
});

describe("titleOf", () => {
  it("counts while tracking, and marks the end until somebody looked", () => {
    expect(titleOf("Dog", aJob({ state: "RUNNING", done: 45, total: 99 }), true)).toBe("45 % tracked · Dog");
    expect(titleOf("Dog", aJob({ state: "DONE" }), true)).toBe("✓ Tracked · Dog");
    expect(titleOf("Dog", aJob({ state: "DONE" }), false)).toBe("Dog · Masklet Studio");
    expect(titleOf("Dog", null, true)).toBe("Dog · Masklet Studio");
  });
});
