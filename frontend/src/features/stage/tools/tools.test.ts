/** The tools as state machines: which gestures become which intents. */
import { describe, expect, it } from "vitest";
import { clipPoint, stagePoint } from "../../../geometry/points";
import { type BoxToolState, boxIdle, boxTool } from "./boxTool";
import { type PointToolState, pointIdle, pointTool } from "./pointTool";
import type { Intent, PointerInput, Step } from "./tool";

/** A stage of 1000 × 500 that the picture fills. */
const input = (
  kind: PointerInput["kind"],
  x: number,
  y: number,
  more: Partial<PointerInput> = {},
): PointerInput => ({
  kind,
  clip: clipPoint(x / 1000, y / 500),
  stage: stagePoint(x, y),
  takesAway: false,
  hit: null,
  ...more,
});

function run<State>(
  tool: (state: State, input: PointerInput) => Step<State>,
  idle: State,
  inputs: PointerInput[],
) {
  let state = idle;
  const intents: Intent[] = [];
  for (const next of inputs) {
    const step = tool(state, next);
    state = step.state;
    if (step.intent !== null) intents.push(step.intent);
  }
  return { state, intents };
}
const point = (...inputs: PointerInput[]) => run<PointToolState>(pointTool, pointIdle, inputs);
const box = (...inputs: PointerInput[]) => run<BoxToolState>(boxTool, boxIdle, inputs);

describe("the point tool", () => {
  it("adds where the button went down, though the hand trembles", () => {
    const { intents, state } = point(input("down", 500, 250), input("move", 503, 252), input("up", 504, 252));
    expect(intents).toEqual([{ kind: "add-point", point: { x: 0.5, y: 0.5, label: 1 } }]);
    expect(state).toEqual(pointIdle);
  });
  it("takes away with the right button or Alt", () => {
    const { intents } = point(input("down", 100, 100, { takesAway: true }), input("up", 100, 100));
    expect(intents).toEqual([{ kind: "add-point", point: { x: 0.1, y: 0.2, label: 0 } }]);
  });
  it("removes the point that was hit, whichever button", () => {
    const { intents } = point(input("down", 100, 100, { hit: 2, takesAway: true }), input("up", 101, 100));
    expect(intents).toEqual([{ kind: "remove-point", position: 2 }]);
  });
  it("does nothing for a drag, outside the picture, after a cancel, or without a press", () => {
    expect(point(input("down", 10, 10), input("up", 60, 10)).intents).toEqual([]);
    expect(point(input("down", -5, 10), input("up", -5, 10)).intents).toEqual([]);
    expect(point(input("down", 10, 10), input("cancel", 10, 10), input("up", 10, 10)).intents).toEqual([]);
    expect(point(input("move", 10, 10), input("up", 10, 10)).intents).toEqual([]);
  });
});

describe("the box tool", () => {
  it("draws in any direction and ends at the border", () => {
    const { intents } = box(input("down", 500, 250), input("move", 300, 100), input("up", -200, 600));
    expect(intents).toEqual([{ kind: "draw-box", box: { x0: 0, y0: 0.5, x1: 0.5, y1: 1 } }]);
  });
  it("shows the box while dragging", () => {
    const { state } = box(input("down", 0, 0), input("move", 100, 50));
    expect(state).toMatchObject({ kind: "dragging", to: { x: 0.1, y: 0.1 } });
  });
  it("takes a slip, a cancel and the other button for nothing", () => {
    expect(box(input("down", 10, 10), input("up", 13, 80)).intents).toEqual([]);
    expect(box(input("down", 10, 10), input("cancel", 90, 90), input("up", 90, 90)).intents).toEqual([]);
    expect(box(input("down", 10, 10, { takesAway: true }), input("up", 90, 90)).intents).toEqual([]);
  });
});
