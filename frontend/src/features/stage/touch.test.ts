/** What fingers mean. */
import { describe, expect, it } from "vitest";
import { stagePoint } from "../../geometry/points";
import { type Gesture, noTouch, type TouchInput, touch } from "./touch";

const finger = (kind: TouchInput["kind"], id: number, x: number, y: number, drags = false): TouchInput =>
  kind === "time"
    ? { kind }
    : kind === "down"
      ? { kind, id, at: stagePoint(x, y), drags }
      : { kind, id, at: stagePoint(x, y) };
const time: TouchInput = { kind: "time" };

function run(...inputs: TouchInput[]) {
  let state = noTouch;
  const gestures: Gesture[] = [];
  for (const input of inputs) {
    const step = touch(state, input);
    state = step.state;
    gestures.push(...step.gestures);
  }
  return { state, gestures };
}

describe("touch", () => {
  it("takes a short touch for a tap, though the finger trembles", () => {
    const { gestures, state } = run(
      finger("down", 1, 50, 60),
      finger("move", 1, 53, 61),
      finger("up", 1, 54, 61),
    );
    expect(gestures).toEqual([{ kind: "tap", at: { x: 50, y: 60 }, takesAway: false }]);
    expect(state).toEqual(noTouch);
  });
  it("takes away with a long press, once, whatever the finger does then", () => {
    const { gestures, state } = run(
      finger("down", 1, 50, 60),
      time,
      finger("move", 1, 90, 90),
      finger("up", 1, 90, 90),
    );
    expect(gestures).toEqual([{ kind: "tap", at: { x: 50, y: 60 }, takesAway: true }]);
    expect(state).toEqual(noTouch);
  });
  it("draws with one finger from where it came down", () => {
    const { gestures } = run(
      finger("down", 1, 50, 60, true),
      finger("move", 1, 70, 60),
      time,
      finger("up", 1, 80, 60),
    );
    expect(gestures).toEqual([
      { kind: "tool", phase: "down", at: { x: 50, y: 60 } },
      { kind: "tool", phase: "move", at: { x: 70, y: 60 } },
      { kind: "tool", phase: "up", at: { x: 80, y: 60 } },
    ]);
  });
  it("moves the picture where the tool has no use for a drag", () => {
    const { gestures } = run(finger("down", 1, 50, 60), finger("move", 1, 70, 50), finger("move", 1, 75, 50));
    expect(gestures).toEqual([
      { kind: "pan", dx: 20, dy: -10 },
      { kind: "pan", dx: 5, dy: 0 },
    ]);
  });
  it("zooms and moves with two fingers, and taps nothing when they leave", () => {
    const { gestures, state } = run(
      finger("down", 1, 100, 100),
      finger("down", 2, 200, 100),
      finger("move", 2, 300, 100),
      finger("up", 1, 100, 100),
      finger("move", 2, 350, 100),
      finger("up", 2, 350, 100),
    );
    expect(gestures).toEqual([
      { kind: "pan", dx: 50, dy: 0 },
      { kind: "pinch", at: { x: 200, y: 100 }, factor: 2 },
    ]);
    expect(state).toEqual(noTouch);
  });
  it("takes a stroke back when a second finger comes", () => {
    const { gestures } = run(
      finger("down", 1, 50, 60, true),
      finger("move", 1, 70, 60),
      finger("down", 2, 200, 60, true),
    );
    expect(gestures.at(-1)).toEqual({ kind: "tool", phase: "cancel", at: { x: 70, y: 60 } });
  });
});
