/** An upload's phases, one word from the line at a time. */
import { describe, expect, it } from "vitest";
import type { WireProgress } from "../api/videos";
import { isMoving, newUpload, refusal, withProgress, withSent } from "./uploadState";

const wire = (change: Partial<WireProgress>): WireProgress => ({
  uploadId: "u",
  fileName: "dog.mp4",
  state: "RECEIVING",
  receivedBytes: 0,
  totalBytes: null,
  preparedFrames: 0,
  totalFrames: 0,
  durationSec: null,
  video: null,
  error: null,
  ...change,
});
const limits = {
  maxUploadBytes: 2 * 1024 ** 3,
  maxDurationSec: 600,
  maxObjects: 64,
  maxPoints: 1000,
  keepDeletedSec: 86400,
};

describe("an upload", () => {
  it("is sent, then prepared", () => {
    const item = newUpload("u", "dog.mp4", 100);
    expect(withSent(item, 40)).toMatchObject({ phase: "sending", sentBytes: 40 });
    const sent = withSent(item, 260);
    expect(sent).toMatchObject({ phase: "preparing", sentBytes: 100 });
    expect(withProgress(sent, wire({ receivedBytes: 80 })).phase).toBe("preparing");
    const preparing = withProgress(sent, wire({ state: "PREPARING", preparedFrames: 7, totalFrames: 50 }));
    expect(preparing).toMatchObject({ phase: "preparing", preparedFrames: 7, totalFrames: 50 });
    expect(isMoving(preparing)).toBe(true);
    expect(isMoving(withProgress(preparing, wire({ state: "READY" })))).toBe(false);
  });

  it("asks for a range, with the length of the source", () => {
    const item = withProgress(newUpload("u", "a.mov", 1), wire({ state: "NEEDS_RANGE", durationSec: 1500 }));
    expect(item).toMatchObject({ phase: "needs-range", durationSec: 1500 });
  });

  it("keeps the sentence of a failure", () => {
    const error = { code: "VIDEO_UNREADABLE" as const, message: "This file is no video." };
    const item = withProgress(newUpload("u", "a.txt", 1), wire({ state: "FAILED", error }));
    expect(item).toMatchObject({ phase: "failed", problem: "This file is no video." });
  });
});

describe("refusal", () => {
  it("tells both sizes before a byte is sent", () => {
    expect(refusal(3 * 1024 ** 3, limits)).toBe("This file is 3.0 GB. Files can be up to 2.0 GB.");
  });
  it("takes what fits, and everything while the limit is unknown", () => {
    expect(refusal(1, limits)).toBeNull();
    expect(refusal(9e12, null)).toBeNull();
    expect(refusal(0, null)).toMatch(/empty/);
  });
});
