/** Export options start from what is on the screen and show only what counts. */
import { describe, expect, it } from "vitest";
import type { EffectParameter } from "../../domain/effect";
import { startingValues, visibleOptions } from "./exportOptions";

const option = (
  name: string,
  value: string | number,
  more: Partial<EffectParameter> = {},
): EffectParameter => ({
  name,
  title: name,
  kind: typeof value === "number" ? "number" : "choice",
  default: value,
  ...more,
});
const mp4 = {
  name: "mp4",
  title: "MP4 video",
  description: "",
  suffix: ".mp4",
  options: [
    option("effect", "overlay", { choices: ["overlay", "erase"] }),
    option("overlay.opacity", 0.45),
    option("overlay.contourWidth", 2),
    option("erase.margin", 2),
  ],
};

describe("export options", () => {
  it("start from the effect that is shown", () => {
    const shown = { name: "erase", values: { margin: 5, colour: "#ff0000" } };
    expect(startingValues(mp4, shown)).toEqual({
      effect: "erase",
      "overlay.opacity": 0.45,
      "overlay.contourWidth": 2,
      "erase.margin": 5,
    });
  });
  it("keep the format's default when it does not know the effect", () => {
    expect(startingValues(mp4, { name: "sparkle", values: { margin: 5 } }).effect).toBe("overlay");
  });
  it("show the parameters of the chosen effect only, with whole steps where they are meant", () => {
    const names = (effect: string) => visibleOptions(mp4, { effect }).map(({ name }) => name);
    expect(names("erase")).toEqual(["effect", "erase.margin"]);
    expect(names("overlay")).toEqual(["effect", "overlay.opacity", "overlay.contourWidth"]);
    expect(visibleOptions(mp4, { effect: "overlay" }).at(-1)?.step).toBe(1);
  });
});
