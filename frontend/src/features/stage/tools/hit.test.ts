/** What is under the pointer. */
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../../../domain/clip";
import { stagePoint } from "../../../geometry/points";
import { FINGER_REACH, hitAt, MOUSE_REACH } from "./hit";

const placement = { left: 100, top: 0, width: 1000, height: 500 };
const box = { x0: 0.2, y0: 0.2, x1: 0.6, y1: 0.6 };
const prompt = {
  objectId: objectId(0),
  frameIndex: frameIndex(0),
  points: [
    { x: 0.5, y: 0.5, label: 1 as const },
    { x: 0.52, y: 0.5, label: 0 as const },
  ],
  box,
  hasMask: false,
};
const at = (tool: "point" | "box" | "brush", x: number, y: number, reach = MOUSE_REACH) =>
  hitAt(tool, prompt, stagePoint(x, y), placement, reach);

describe("hitAt", () => {
  it("finds the nearest point, further away for a finger", () => {
    expect(at("point", 615, 250)).toEqual({ kind: "point", position: 1 });
    expect(at("point", 582, 250)).toBeNull();
    expect(at("point", 582, 250, FINGER_REACH)).toEqual({ kind: "point", position: 0 });
  });
  it("finds corners before borders, with the box tool only", () => {
    expect(at("box", 703, 297)).toEqual({ kind: "corner", corner: 2, box });
    expect(at("box", 500, 103)).toEqual({ kind: "border", box });
    expect(at("box", 500, 200)).toBeNull();
    expect(at("point", 703, 297)).toBeNull();
    expect(at("brush", 600, 250)).toBeNull();
  });
});
