/** Frames and places on the timeline. */
import { describe, expect, it } from "vitest";
import { frameAt, runsPath, shareOf, tilesShown } from "./scale";

describe("the timeline's scale", () => {
  it("goes from every frame to its place and back", () => {
    for (const count of [1, 7, 240]) {
      for (let frame = 0; frame < count; frame++) expect(frameAt(shareOf(frame, count), count)).toBe(frame);
    }
  });
  it("keeps to the clip beyond both ends", () => {
    expect([frameAt(-0.2, 10), frameAt(1, 10), frameAt(3, 10)]).toEqual([0, 9, 9]);
  });
  it("draws runs as rectangles of whole frames", () => {
    expect(
      runsPath([
        [0, 3],
        [8, 8],
      ]),
    ).toBe("M0 0h4v1h-4zM8 0h1v1h-1z");
  });
  it("spreads tiles over fewer and over more places", () => {
    expect(tilesShown(3, 9)).toEqual([1, 4, 7]);
    expect(tilesShown(4, 2)).toEqual([0, 0, 1, 1]);
  });
});
