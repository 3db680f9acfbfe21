/** The edge: what the wire says becomes the client's values, without loss. */
import { describe, expect, it } from "vitest";
import { sameServer, toEvent, toFrameMasks, toParameter, toPrompt } from "./parse";

describe("sameServer", () => {
  it("keeps the path and query of an absolute address and drops its host", () => {
    expect(sameServer("http://localhost:7263/uploads/a.mp4?v=1")).toBe("/uploads/a.mp4?v=1");
  });
  it("leaves relative addresses and the frame template alone", () => {
    expect(sameServer("/frames/a/{frame}.jpg")).toBe("/frames/a/{frame}.jpg");
    expect(sameServer("http://h/frames/a/{frame}.jpg")).toBe("/frames/a/{frame}.jpg");
  });
});

describe("toPrompt", () => {
  it("joins points and labels, and reads the box", () => {
    const prompt = toPrompt({
      objectId: 3,
      frameIndex: 7,
      points: [
        [0.25, 0.5],
        [0.75, 0.125],
      ],
      labels: [1, 0],
      box: [0, 0.1, 0.2, 0.3],
      hasMask: true,
    });
    expect(prompt.points).toEqual([
      { x: 0.25, y: 0.5, label: 1 },
      { x: 0.75, y: 0.125, label: 0 },
    ]);
    expect(prompt.box).toEqual({ x0: 0, y0: 0.1, x1: 0.2, y1: 0.3 });
    expect(prompt.hasMask).toBe(true);
  });
});

describe("toEvent", () => {
  it("carries frames of masks with height before width", () => {
    const frame = {
      frameIndex: 2,
      rleMaskList: [{ objectId: 1, objectScore: 0.5, rleMask: { size: [4, 6], counts: "o0" } }],
    };
    expect(toEvent({ __typename: "FrameMasksChanged", cursor: 9, frame })).toEqual({
      kind: "masks",
      cursor: 9,
      frame: {
        frameIndex: 2,
        masks: [{ objectId: 1, objectScore: 0.5, rle: { size: [4, 6], counts: "o0" } }],
      },
    });
    expect(toFrameMasks(frame).masks[0]?.rle.size).toEqual([4, 6]);
  });

  it("carries effects as the text that they are", () => {
    const event = { __typename: "EffectsChanged", cursor: 9, effects: "[]" } as const;
    expect(toEvent(event)).toEqual({ kind: "effects", cursor: 9, effects: "[]" });
  });
});

describe("toParameter", () => {
  it("parses the default value and leaves absent limits out", () => {
    const parameter = toParameter({
      name: "opacity",
      title: "Opacity",
      kind: "number",
      defaultValue: "0.5",
      minimum: 0,
      maximum: null,
      choices: [],
    });
    expect(parameter.default).toBe(0.5);
    expect(parameter.minimum).toBe(0);
    expect("maximum" in parameter).toBe(false);
  });
});
