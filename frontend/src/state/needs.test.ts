/** Which frames need a look: each rule on small made-up masklets. */
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import type { ObjectMask } from "../domain/mask";
import { Measures } from "../masks/measures";
import { encode } from "../masks/rle";
import { anObject } from "./fixtures";
import { findNeeds, type Reviewed } from "./needs";

const [one, two] = [objectId(0), objectId(1)];
const SIDE = 100;
const COUNT = 60;

/** A rectangle, or nothing where it has no size. */
function rectangle(x: number, y: number, width: number, height: number) {
  const mask = new Uint8Array(SIDE * SIDE);
  for (let column = x; column < x + width; column++)
    mask.fill(1, column * SIDE + y, column * SIDE + y + height);
  return encode(mask, SIDE, SIDE);
}

type At = (frame: number) => { x?: number; y?: number; side?: number; score?: number };

function masks(...objects: readonly At[]): Measures {
  const measures = new Measures(COUNT);
  for (let frame = 0; frame < COUNT; frame++) {
    const list = objects.map((at, id): ObjectMask => {
      const { x = 20, y = 20, side = 20, score = 0.9 } = at(frame);
      return { objectId: objectId(id), objectScore: score, rle: rectangle(x, y, side, side) };
    });
    measures.take({ frameIndex: frameIndex(frame), masks: list });
  }
  return measures;
}

const reviewed = (change: Partial<Reviewed> = {}): Reviewed => ({
  objects: [anObject(0), anObject(1)],
  prompts: [],
  frameCount: COUNT,
  width: SIDE,
  height: SIDE,
  ...change,
});

describe("findNeeds", () => {
  it("finds nothing in a steady masklet, also one that moves", () => {
    expect(
      findNeeds(
        reviewed(),
        masks((frame) => ({ x: frame })),
      ),
    ).toEqual([]);
  });

  it("joins a stretch of low scores and tells its worst frame", () => {
    const scores = masks((frame) => ({
      score: frame >= 10 && frame < 20 ? (frame === 14 ? 0.1 : 0.4) : 0.9,
    }));
    expect(findNeeds(reviewed(), scores)).toMatchObject([
      { reason: "UNSURE", objectId: one, frame: 14, first: 10, last: 19, amount: 0.1 },
    ]);
  });

  it("sees a sudden change of area", () => {
    const grown = masks((frame) => ({
      side: frame < 30 ? 20 : 28,
      x: frame < 30 ? 20 : 16,
      y: frame < 30 ? 20 : 16,
    }));
    expect(findNeeds(reviewed(), grown)).toMatchObject([{ reason: "AREA", frame: 30 }]);
  });

  it("sees a jump, and the one back", () => {
    const jumped = masks((frame) => ({ x: frame === 30 ? 60 : 20 }));
    expect(findNeeds(reviewed(), jumped)).toMatchObject([{ reason: "JUMP", first: 30, last: 32 }]);
  });

  it("sees an object that is lost, but not one that leaves the picture", () => {
    const gone = masks((frame) => ({ side: frame < 30 ? 20 : 0, score: frame < 30 ? 0.9 : 0 }));
    expect(findNeeds(reviewed(), gone)).toMatchObject([{ reason: "LOST", frame: 30 }]);
    const left = masks((frame) => ({ side: frame < 30 ? 20 : 0, x: 80 }));
    expect(findNeeds(reviewed(), left)).toEqual([]);
  });

  it("sees two objects that overlap, sorted by need", () => {
    const met = masks(
      () => ({}),
      (frame) => ({ x: frame >= 5 && frame < 9 ? 25 : 60, score: frame === 40 ? 0.05 : 0.9 }),
    );
    const needs = findNeeds(reviewed(), met).filter(({ reason }) => reason !== "JUMP");
    expect(needs).toMatchObject([
      { reason: "UNSURE", objectId: two, frame: 40 },
      { reason: "OVERLAP", objectId: one, other: two, first: 5, last: 8, amount: 0.75 },
    ]);
    expect(needs.map(({ need }) => need)).toEqual(needs.map(({ need }) => need).toSorted((a, b) => b - a));
  });

  it("never asks for what a person accepted, marked absent or prompted", () => {
    const unsure = masks((frame) => ({ score: [5, 15, 25].includes(frame) ? 0.1 : 0.9 }));
    const object = anObject(0, { accepted: [[4, 6]], absent: [[15, 15]] });
    const prompts = [{ objectId: one, frameIndex: frameIndex(25), points: [], box: null, hasMask: false }];
    expect(findNeeds(reviewed({ objects: [anObject(0)] }), unsure)).toHaveLength(3);
    expect(findNeeds(reviewed({ objects: [object], prompts }), unsure)).toEqual([]);
  });

  it("looks through 32 objects of 10,000 frames without a stall", () => {
    const count = 10_000;
    const measures = new Measures(count);
    const list = Array.from({ length: 32 }, (_, id) => ({
      objectId: objectId(id),
      objectScore: 0.9,
      rle: rectangle(id * 2, 20, 2, 40),
    }));
    for (let frame = 0; frame < count; frame += 50)
      measures.take({ frameIndex: frameIndex(frame), masks: list });
    const objects = list.map(({ objectId: id }) => anObject(id));
    const start = performance.now();
    findNeeds(reviewed({ objects, frameCount: count }), measures);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
