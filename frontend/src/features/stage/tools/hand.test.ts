/** Which tool gets the pointer. */
import { describe, expect, it } from "vitest";
import { input } from "./gestures";
import { Hand } from "./hand";

const kindOf = (intent: ReturnType<Hand["apply"]>) => intent?.kind ?? null;

describe("Hand", () => {
  it("selects with Ctrl and a click of the point or box tool", () => {
    const hand = new Hand();
    hand.apply("box", input("down", 10, 10, { picks: true }));
    expect(kindOf(hand.apply("box", input("up", 10, 10)))).toBe("select");
    expect(hand.isBusy).toBe(false);
  });
  it("stays with the tool of the press until the release", () => {
    const hand = new Hand();
    hand.apply("box", input("down", 10, 10));
    hand.apply("point", input("move", 100, 100));
    expect(hand.box).toEqual({ x0: 0.01, y0: 0.02, x1: 0.1, y1: 0.2 });
    expect(kindOf(hand.apply("point", input("up", 100, 100)))).toBe("draw-box");
    expect(kindOf(hand.apply("brush", input("down", 100, 100)))).toBe("stroke");
  });
  it("tells where a point is on its way", () => {
    const hand = new Hand();
    hand.apply("point", input("down", 10, 10, { hit: { kind: "point", position: 0 } }));
    hand.apply("point", input("move", 500, 250));
    expect(hand.point).toEqual({ x: 0.5, y: 0.5, position: 0 });
    expect(kindOf(hand.apply("point", input("cancel", 0, 0)))).toBe("let-go");
    expect(hand.point).toBeNull();
  });
});
