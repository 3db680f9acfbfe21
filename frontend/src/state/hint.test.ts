/** Each step of the main path has its own sentence. */
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import { aJob, anObject, aSession } from "./fixtures";
import { nextHint } from "./hint";

const prompt = {
  objectId: objectId(0),
  frameIndex: frameIndex(0),
  points: [{ x: 0.5, y: 0.5, label: 1 as const }],
  box: null,
  hasMask: false,
};
const stage = {
  decoder: "webcodecs" as const,
  playerProblem: null,
  tool: "point" as const,
  sign: 1 as const,
  candidates: null,
  selected: null,
  pending: new Map(),
  corrected: false,
};
const objects = [anObject(0), anObject(1, { name: "Cat" })];

describe("nextHint", () => {
  it("leads from the first click to the export", () => {
    const path = [
      nextHint(aSession(), { ...stage, decoder: null }),
      nextHint(aSession(), {
        ...stage,
        decoder: null,
        playerProblem: { code: "FRAME_UNREADABLE", message: "The server does not answer." },
      }),
      nextHint(aSession(), stage),
      nextHint(aSession(), { ...stage, pending: new Map([["0:0", prompt]]) }),
      nextHint(aSession({ objects, prompts: [prompt] }), stage),
      nextHint(aSession({ objects, prompts: [prompt], propagation: aJob({ state: "RUNNING" }) }), stage),
      nextHint(aSession({ objects, prompts: [prompt], propagation: aJob({ state: "DONE" }) }), stage),
      nextHint(aSession({ objects, prompts: [prompt], propagation: aJob({ state: "DONE" }) }), {
        ...stage,
        corrected: true,
      }),
    ];
    expect(path.map(({ text }) => text.split(/[ .…]/, 1)[0])).toEqual([
      "Opening",
      "Without",
      "Click",
      "Finding",
      "Click",
      "Tracking",
      "Play",
      "Corrected",
    ]);
    expect(path.at(-2)?.action).toBe("export");
    expect(path.at(-1)?.action).toBe("track-again");
  });

  it("asks for the selected object by name as long as nothing was said about it", () => {
    const session = aSession({ objects, prompts: [prompt] });
    expect(nextHint(session, { ...stage, selected: objectId(1) }).text).toBe("Click Cat in the picture.");
    expect(nextHint(session, { ...stage, selected: objectId(1), tool: "box" }).text).toBe(
      "Drag a box around Cat in the picture.",
    );
  });

  it("speaks of dragging when the box tool is taken", () => {
    expect(nextHint(aSession(), { ...stage, tool: "box" }).text).toMatch(/^Drag a box/);
  });

  it("says what each tool does, and goes on to tracking after a correction", () => {
    const session = aSession({ objects, prompts: [prompt], propagation: aJob({ state: "DONE" }) });
    const words = (change: object) => nextHint(session, { ...stage, selected: objectId(0), ...change }).text;
    expect(words({ tool: "brush" })).toMatch(/^Paint onto Object 1/);
    expect(words({ tool: "eraser" })).toMatch(/^Erase from Object 1/);
    expect(words({ tool: "eraser", selected: null })).toMatch(/^Select an object/);
    expect(words({ tool: "select" })).toMatch(/^Click a mask/);
    expect(words({ sign: 0 })).toMatch(/^Clicks take away/);
    expect(words({ tool: "brush", corrected: true })).toMatch(/^Corrected here/);
  });
});
