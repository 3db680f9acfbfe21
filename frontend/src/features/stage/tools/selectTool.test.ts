/** The select tool: a click, not a drag. */
import { describe, expect, it } from "vitest";
import { input, run } from "./gestures";
import { type SelectToolState, selectIdle, selectTool } from "./selectTool";
import type { PointerInput } from "./tool";

const select = (...inputs: PointerInput[]) => run<SelectToolState>(selectTool, selectIdle, inputs).intents;

describe("the select tool", () => {
  it("selects where it is clicked", () => {
    expect(select(input("down", 500, 250), input("up", 505, 250))).toEqual([
      { kind: "select", at: { x: 0.5, y: 0.5 } },
    ]);
  });
  it("takes drags, cancels and clicks outside for nothing", () => {
    expect(select(input("down", 500, 250), input("up", 550, 250))).toEqual([]);
    expect(select(input("down", 500, 250), input("cancel", 500, 250), input("up", 500, 250))).toEqual([]);
    expect(select(input("down", 500, 600), input("up", 500, 600))).toEqual([]);
  });
});
