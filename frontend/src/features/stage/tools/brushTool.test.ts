/** Strokes of brush and eraser, and the size by dragging. */
import { describe, expect, it } from "vitest";
import { type BrushToolState, brushIdle, brushTool } from "./brushTool";
import { input, run } from "./gestures";
import type { PointerInput } from "./tool";

const brush = (...inputs: PointerInput[]) =>
  run<BrushToolState>((state, next) => brushTool(state, next, true), brushIdle, inputs);
const eraser = (...inputs: PointerInput[]) =>
  run<BrushToolState>((state, next) => brushTool(state, next, false), brushIdle, inputs);

describe("brush and eraser", () => {
  it("paint from the press to the release, stretch by stretch", () => {
    const { intents, state } = brush(input("down", 100, 100), input("move", 200, 100), input("up", 200, 150));
    expect(intents).toEqual([
      { kind: "stroke", phase: "begin", from: { x: 0.1, y: 0.2 }, to: { x: 0.1, y: 0.2 }, value: 1 },
      { kind: "stroke", phase: "go", from: { x: 0.1, y: 0.2 }, to: { x: 0.2, y: 0.2 }, value: 1 },
      { kind: "stroke", phase: "end", from: { x: 0.2, y: 0.2 }, to: { x: 0.2, y: 0.3 }, value: 1 },
    ]);
    expect(state).toEqual(brushIdle);
  });
  it("swap with the right button or Alt", () => {
    const values = ({ intents }: ReturnType<typeof brush>) =>
      intents.map((intent) => intent.kind === "stroke" && intent.value);
    const away = input("down", 100, 100, { takesAway: true });
    expect([values(brush(away)), values(eraser(away))]).toEqual([[0], [1]]);
    expect(values(eraser(input("down", 100, 100), input("move", 110, 100)))).toEqual([0, 0]);
  });
  it("change their size with Ctrl and a drag to the side", () => {
    const held = { picks: true };
    const { intents } = brush(
      input("down", 100, 100, held),
      input("move", 104, 100, held),
      input("move", 120, 130, held),
      input("up", 115, 130, held),
    );
    expect(intents).toEqual([
      { kind: "resize-brush", by: 20 },
      { kind: "resize-brush", by: -5 },
    ]);
  });
  it("select with Ctrl and a click", () => {
    const { intents } = eraser(input("down", 100, 100, { picks: true }), input("up", 102, 100));
    expect(intents).toEqual([{ kind: "select", at: { x: 0.1, y: 0.2 } }]);
  });
  it("take a stroke back that was begun by mistake, and begin none outside", () => {
    expect(brush(input("down", 100, 100), input("cancel", 100, 100)).intents.at(-1)).toEqual({
      kind: "let-go",
    });
    expect(brush(input("down", -9, 100), input("up", 50, 100)).intents).toEqual([]);
  });
});
