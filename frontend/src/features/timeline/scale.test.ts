/** Frames and places on the timeline. */
import { describe, expect, it } from "vitest";
import { wholeOf } from "../../state/view";
import { frameAt, shareOf, ticksOf, tilesShown } from "./scale";

describe("the timeline's scale", () => {
  it("goes from every frame to its place and back", () => {
    for (const count of [1, 7, 240])
      for (const view of [wholeOf(count), { first: count / 3, span: count / 2 }])
        for (let frame = 0; frame < count; frame++)
          expect(frameAt(shareOf(frame, view), view, count)).toBe(frame);
  });
  it("keeps to the clip beyond both ends", () => {
    const view = wholeOf(10);
    expect([frameAt(-0.2, view, 10), frameAt(1, view, 10), frameAt(3, view, 10)]).toEqual([0, 9, 9]);
  });
  it("spreads tiles over fewer and over more places", () => {
    expect(tilesShown(3, 9, wholeOf(90), 90)).toEqual([1, 4, 7]);
    expect(tilesShown(4, 2, wholeOf(90), 90)).toEqual([0, 0, 1, 1]);
  });
  it("shows the tiles of the stretch that is seen", () => {
    expect(tilesShown(3, 9, { first: 30, span: 30 }, 90)).toEqual([3, 4, 5]);
  });
  it("numbers round frames, as many as there is room for", () => {
    expect(ticksOf(wholeOf(300), 600, 60)).toEqual([0, 50, 100, 150, 200, 250]);
    expect(ticksOf({ first: 12.5, span: 12 }, 1200, 60)).toEqual([
      13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
    ]);
  });
});
