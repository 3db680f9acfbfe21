/** Frames a second and time left. */
import { describe, expect, it } from "vitest";
import { type Look, looked, paceOf, remainingOf } from "./moviePace";

const looksAt = (...looks: readonly (readonly [at: number, done: number])[]): readonly Look[] =>
  looks.reduce<readonly Look[]>((all, [at, done]) => looked(all, { at, done }), []);

describe("a movie's pace", () => {
  it("is unknown until half a second was seen", () => {
    expect(paceOf([])).toBeNull();
    expect(paceOf(looksAt([0, 0], [400, 9]))).toBeNull();
    expect(paceOf(looksAt([0, 0], [500, 10]))).toBe(20);
  });
  it("is judged by the last five seconds", () => {
    expect(paceOf(looksAt([0, 0], [1000, 100], [6000, 150], [7000, 160]))).toBe(10);
  });
  it("tells what is left, and nothing while nothing moves", () => {
    expect(remainingOf(30, 10)).toBe(3);
    expect(remainingOf(30, 0)).toBeNull();
    expect(remainingOf(30, null)).toBeNull();
  });
});
