import { describe, expect, it } from "vitest";
import { frameIndex } from "../domain/clip";
import { ShownFrame } from "./shownFrame";

function watched() {
  const told: number[] = [];
  let time = 0;
  const shown = new ShownFrame(
    (frame) => told.push(frame),
    () => time,
  );
  /** Frames of a clip with 25 a second. */
  const show = (first: number, last: number): void => {
    for (let frame = first; frame <= last; frame++) {
      time += 40;
      shown.shows(frameIndex(frame));
    }
  };
  return { told, shown, show };
}

describe("the shown frame", () => {
  it("is told at once while nothing plays", () => {
    const { told, show } = watched();
    show(3, 6);
    expect(told).toEqual([3, 4, 5, 6]);
  });

  it("is told a dozen times a second while the clip plays, and where it stops", () => {
    const { told, shown, show } = watched();
    shown.plays(true);
    show(0, 25);
    expect(told).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24]);
    shown.plays(false);
    expect(told.at(-1)).toBe(25);
    shown.plays(false);
    expect(told).toHaveLength(14);
  });

  it("is told when a person does something", () => {
    const { told, shown, show } = watched();
    shown.plays(true);
    show(0, 3);
    shown.tell();
    expect(told).toEqual([0, 2, 3]);
  });
});
