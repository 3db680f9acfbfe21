/** Clicks and drags of the point tool. */
import { describe, expect, it } from "vitest";
import { input, run } from "./gestures";
import { type PointToolState, pointIdle, pointTool } from "./pointTool";
import type { PointerInput } from "./tool";

const point = (...inputs: PointerInput[]) => run<PointToolState>(pointTool, pointIdle, inputs);
const hit = { kind: "point", position: 2 } as const;

describe("the point tool", () => {
  it("adds where the button went down, though the hand trembles", () => {
    const { intents, state } = point(input("down", 500, 250), input("move", 503, 252), input("up", 504, 252));
    expect(intents).toEqual([{ kind: "add-point", at: { x: 0.5, y: 0.5 }, takesAway: false }]);
    expect(state).toEqual(pointIdle);
  });
  it("takes away with the right button or Alt", () => {
    const { intents } = point(input("down", 100, 100, { takesAway: true }), input("up", 100, 100));
    expect(intents).toEqual([{ kind: "add-point", at: { x: 0.1, y: 0.2 }, takesAway: true }]);
  });
  it("removes the point that was hit, whichever button", () => {
    const { intents } = point(input("down", 100, 100, { hit, takesAway: true }), input("up", 101, 100));
    expect(intents).toEqual([{ kind: "remove-point", position: 2 }]);
  });
  it("moves the point that was hit: where it is on the way, and one edit at the end", () => {
    const way = point(input("down", 100, 100, { hit }), input("move", 104, 100), input("move", 200, 150));
    expect(way.state).toEqual({ kind: "moving", point: { x: 0.2, y: 0.3, position: 2 } });
    expect(way.intents).toEqual([{ kind: "move-point", position: 2, to: { x: 0.2, y: 0.3 }, done: false }]);
    const end = run<PointToolState>(pointTool, way.state, [input("up", 1200, 150)]);
    expect(end.intents).toEqual([{ kind: "move-point", position: 2, to: { x: 1, y: 0.3 }, done: true }]);
    expect(end.state).toEqual(pointIdle);
  });
  it("lets a point go that was moved by mistake", () => {
    const { intents, state } = point(
      input("down", 100, 100, { hit }),
      input("move", 200, 100),
      input("cancel", 200, 100),
    );
    expect([intents.at(-1), state]).toEqual([{ kind: "let-go" }, pointIdle]);
  });
  it("does nothing for a drag, outside the picture, after a cancel, or without a press", () => {
    expect(point(input("down", 10, 10), input("up", 60, 10)).intents).toEqual([]);
    expect(point(input("down", -5, 10), input("up", -5, 10)).intents).toEqual([]);
    expect(point(input("down", 10, 10), input("cancel", 10, 10), input("up", 10, 10)).intents).toEqual([]);
    expect(point(input("move", 10, 10), input("up", 10, 10)).intents).toEqual([]);
  });
});
