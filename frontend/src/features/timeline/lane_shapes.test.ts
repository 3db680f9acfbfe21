/** The lanes' geometry. */
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../../domain/clip";
import { UNKNOWN } from "../../masks/measures";
import { anObject } from "../../state/fixtures";
import { barsOf, heatOf, laneShapes, levelOf, promptAt } from "./lane_shapes";

const whole = { first: 0, span: 100 };

function measuresOf(scores: readonly (number | null)[]) {
  return {
    scores: Uint8Array.from(scores, (score) => (score === null ? UNKNOWN : score * 250)),
    areas: Uint32Array.from(scores, () => 1),
    xs: new Float32Array(),
    ys: new Float32Array(),
    boxes: new Uint16Array(),
  };
}

describe("bars", () => {
  it("cover whole frames, cut at the view's ends", () => {
    expect(barsOf([[0, 9]], whole, 200)).toEqual([[0, 20]]);
    expect(barsOf([[0, 99]], { first: 50, span: 10 }, 200)).toEqual([[0, 200]]);
    expect(barsOf([[0, 9]], { first: 50, span: 10 }, 200)).toEqual([]);
  });
  it("are never too narrow to be seen", () => {
    expect(barsOf([[5, 5]], { first: 0, span: 10_000 }, 1000)).toEqual([[0.5, 2.5]]);
  });
});

describe("heat", () => {
  it("joins pixels of one level and leaves unknown frames out", () => {
    const heat = heatOf(measuresOf([0.95, 0.95, null, 0.2]), { first: 0, span: 4 }, 8);
    expect(heat).toEqual([
      [0, 4, 4],
      [6, 8, 0],
    ]);
  });
  it("shows the worst of the frames that share a pixel", () => {
    const scores = Array.from({ length: 1000 }, (_, frame) => (frame === 555 ? 0.1 : 1));
    expect(heatOf(measuresOf(scores), { first: 0, span: 1000 }, 10)).toEqual([
      [0, 5, 4],
      [5, 6, 0],
      [6, 10, 4],
    ]);
  });
  it("knows five levels", () => expect([0, 0.4, 0.6, 0.8, 0.95].map(levelOf)).toEqual([0, 1, 2, 3, 4]));
});

describe("laneShapes", () => {
  const object = anObject(1, { absent: [[10, 19]], accepted: [[0, 4]] });
  const facts = {
    object,
    runs: [],
    promptedFrames: [frameIndex(0), frameIndex(50)],
    plan: [],
    measures: undefined,
  };
  it("takes the plan of this object only", () => {
    const plan = [
      { objectId: objectId(0), firstFrame: 0, lastFrame: 99 },
      { objectId: objectId(1), firstFrame: 20, lastFrame: 29 },
    ];
    const shapes = laneShapes({ ...facts, plan }, whole, 100);
    expect(shapes.planned).toEqual([[20, 30]]);
    expect(shapes.absent).toEqual([[10, 20]]);
    expect(shapes.accepted).toEqual([[0, 5]]);
    expect(shapes.prompts).toEqual([0.5, 50.5]);
  });
  it("finds the diamond under the pointer", () => {
    expect(promptAt(52, facts.promptedFrames, whole, 100)).toBe(50);
    expect(promptAt(70, facts.promptedFrames, whole, 100)).toBeNull();
  });
});
