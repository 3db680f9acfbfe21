/** Ink against the whole palette of object colours. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inkOn, luminance } from "./ink";

const palette: unknown = JSON.parse(readFileSync("../contract/palette.json", "utf8"));
const colours = JSON.stringify(palette).match(/#[0-9a-fA-F]{6}/g) ?? [];

describe("inkOn", () => {
  it("reaches a contrast of 4.5 on every object colour", () => {
    expect(colours.length).toBeGreaterThanOrEqual(32);
    for (const colour of colours) {
      const [a, b] = [luminance(colour), luminance(inkOn(colour))].sort((x, y) => y - x) as [number, number];
      expect((a + 0.05) / (b + 0.05)).toBeGreaterThan(4.5);
    }
  });
  it("knows black and white", () => {
    expect([inkOn("#ffffff"), inkOn("#000000")]).toEqual(["#000000", "#ffffff"]);
  });
});
