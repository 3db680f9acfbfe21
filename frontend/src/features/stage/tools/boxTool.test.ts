/** Drags of the box tool: new boxes, and changes of the one that is there. */
import { describe, expect, it } from "vitest";
import { type BoxToolState, boxIdle, boxInHand, boxTool } from "./boxTool";
import { input, run } from "./gestures";
import type { PointerInput } from "./tool";

const drag = (...inputs: PointerInput[]) => run<BoxToolState>(boxTool, boxIdle, inputs);
const box = { x0: 0.2, y0: 0.2, x1: 0.6, y1: 0.6 };

describe("the box tool", () => {
  it("draws in any direction and ends at the border", () => {
    const { intents } = drag(input("down", 500, 250), input("move", 300, 100), input("up", -200, 600));
    expect(intents).toEqual([{ kind: "draw-box", box: { x0: 0, y0: 0.5, x1: 0.5, y1: 1 } }]);
  });
  it("shows the box while dragging", () => {
    const { state } = drag(input("down", 0, 0), input("move", 100, 50));
    expect(boxInHand(state)).toEqual({ x0: 0, y0: 0, x1: 0.1, y1: 0.1 });
  });
  it("changes a box by its corner, also through the opposite one", () => {
    const hit = { kind: "corner", corner: 2, box } as const;
    expect(drag(input("down", 600, 300, { hit }), input("up", 800, 300)).intents).toEqual([
      { kind: "draw-box", box: { x0: 0.2, y0: 0.2, x1: 0.8, y1: 0.6 } },
    ]);
    expect(drag(input("down", 600, 300, { hit }), input("up", 100, 50)).intents).toEqual([
      { kind: "draw-box", box: { x0: 0.1, y0: 0.1, x1: 0.2, y1: 0.2 } },
    ]);
  });
  it("moves a box by its border, as far as the picture goes", () => {
    const hit = { kind: "border", box } as const;
    const [intent] = drag(input("down", 200, 200, { hit }), input("up", 900, 200)).intents;
    expect(intent).toMatchObject({ kind: "draw-box", box: { y0: 0.2, x1: 1, y1: 0.6 } });
    expect(intent?.kind === "draw-box" && intent.box.x0).toBeCloseTo(0.6);
  });
  it("takes a slip, a cancel and the other button for nothing", () => {
    const hit = { kind: "corner", corner: 0, box } as const;
    expect(drag(input("down", 10, 10), input("up", 13, 80)).intents).toEqual([]);
    expect(drag(input("down", 200, 100, { hit }), input("up", 201, 100)).intents).toEqual([]);
    expect(drag(input("down", 10, 10), input("cancel", 90, 90), input("up", 90, 90)).intents).toEqual([]);
    expect(drag(input("down", 10, 10, { takesAway: true }), input("up", 90, 90)).intents).toEqual([]);
  });
});
