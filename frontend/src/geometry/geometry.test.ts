import { describe, expect, it } from "vitest";
import { clipOfStage, keepInView, move, stageOfClip, fit as whole, zoom } from "./placement";
import { clipOfPixel, clipPoint, pixelIndex, pixelOfClip, stagePoint } from "./points";

const clip = { width: 1280, height: 720 };

describe("points", () => {
  it("go to pixels and back", () => {
    const pixel = pixelOfClip(clipPoint(0.25, 0.5), clip);
    expect(pixel).toEqual({ x: 320, y: 360 });
    expect(clipOfPixel(pixel, clip)).toEqual({ x: 0.25, y: 0.5 });
  });

  it("belong to one pixel, the far borders to the last", () => {
    expect(pixelIndex(clipPoint(0, 0), clip)).toEqual({ column: 0, row: 0 });
    expect(pixelIndex(clipPoint(1, 1), clip)).toEqual({ column: 1279, row: 719 });
    expect(pixelIndex(clipPoint(1.001, 0.5), clip)).toBeNull();
    expect(pixelIndex(clipPoint(Number.NaN, 0.5), clip)).toBeNull();
  });
});

describe("placement", () => {
  it("puts bars beside a narrow clip and above a wide one", () => {
    expect(whole({ width: 100, height: 200 }, { width: 400, height: 400 })).toEqual({
      left: 100,
      top: 0,
      width: 200,
      height: 400,
    });
    expect(whole(clip, { width: 640, height: 640 })).toEqual({ left: 0, top: 140, width: 640, height: 360 });
  });

  it("keeps what is under the pointer under it while zooming and moving", () => {
    const pointer = stagePoint(150, 170);
    const placed = whole(clip, { width: 640, height: 640 });
    const before = clipOfStage(pointer, placed);
    const zoomed = zoom(placed, 2.5, pointer);
    expect(clipOfStage(pointer, zoomed).x).toBeCloseTo(before.x, 12);
    expect(clipOfStage(pointer, zoomed).y).toBeCloseTo(before.y, 12);
    expect(stageOfClip(before, move(zoomed, 7, -3))).toEqual({ x: 157, y: 167 });
  });

  it("opens no gap when dragged too far", () => {
    const stage = { width: 640, height: 360 };
    const zoomed = zoom(whole(clip, stage), 2, stagePoint(0, 0));
    expect(keepInView(move(zoomed, 50, -9999), stage)).toEqual({
      left: 0,
      top: -360,
      width: 1280,
      height: 720,
    });
    expect(keepInView(move(whole(clip, stage), 30, 30), stage)).toEqual({
      left: 0,
      top: 0,
      width: 640,
      height: 360,
    });
  });
});
