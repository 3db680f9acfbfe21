/** Export options start from what is on the screen and show only what has a control. */
import { describe, expect, it } from "vitest";
import { layerOf } from "../../effects/stack";
import { startingValues, takesFrames, visibleOptions } from "./exportOptions";

const mp4 = {
  name: "mp4",
  title: "MP4 video",
  description: "",
  suffix: ".mp4",
  options: [
    { name: "effects", title: "Effects", kind: "effects", default: "[]" },
    { name: "quality", title: "Quality", kind: "number", default: 0.8, minimum: 0, maximum: 1 },
  ],
} as const;

describe("export options", () => {
  it("start from the effects that are shown", () => {
    const shown = layerOf("a", "erase", { colour: "#ff0000" });
    const { effects, quality } = startingValues(mp4, [{ ...shown, id: "b", enabled: false }, shown]);
    expect(JSON.parse(String(effects))).toEqual([shown]);
    expect(quality).toBe(0.8);
  });
  it("show no control for effects, which have their own panel", () => {
    expect(visibleOptions(mp4).map(({ name }) => name)).toEqual(["quality"]);
  });
  it("know which formats a part can be had of", () => {
    expect(takesFrames(mp4)).toBe(true);
    expect(takesFrames({ ...mp4, selections: ["OBJECTS", "FRAMES"] })).toBe(true);
    expect(takesFrames({ ...mp4, selections: [] })).toBe(false);
  });
});
