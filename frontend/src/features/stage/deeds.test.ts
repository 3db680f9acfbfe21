/** What follows from intents: which object, whether it may, and what is asked of the server. */

import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../../domain/clip";
import { defaultStack } from "../../effects/layers";
import { clipPoint } from "../../geometry/points";
import { frameAnswer } from "../../state/drawingSetting";
import { FakeApi, settled } from "../../state/fakeApi";
import { anObject, aSession } from "../../state/fixtures";
import { createNotices } from "../../state/notices";
import type { OpenSession } from "../../state/sessionState";
import { Workspace } from "../../state/workspace";
import { Deeds } from "./deeds";

const at = clipPoint(0.5, 0.5);
const placement = { left: 0, top: 0, width: 12, height: 8 };
const found = (...counts: string[]) => ({
  maskCandidates: counts.map((text) => ({ rleMask: { size: [4, 6], counts: text }, quality: 0.5 })),
});

function setUp(session: Partial<OpenSession> = {}, most = 3) {
  const api = new FakeApi({
    addPoints: () => frameAnswer("addPoints"),
    addMask: () => frameAnswer("addMask"),
    maskCandidates: () => found("91>", "81?"),
  });
  const notices = createNotices();
  const workspace = new Workspace(api, "s", defaultStack, notices);
  workspace.server.setState({ phase: "open", session: aSession(session) });
  workspace.stage.setState({ frame: frameIndex(7) });
  const { carryOut } = new Deeds(workspace, notices, most, placement);
  const names = () => api.calls.map(([name]) => name);
  const said = () => notices.store.getState().list.map(({ text }) => text);
  return { api, workspace, carryOut, names, said };
}
const object = anObject(0);
const prompt = {
  objectId: objectId(0),
  frameIndex: frameIndex(7),
  points: [{ x: 0.5, y: 0.5, label: 1 as const }],
  box: null,
  hasMask: false,
};

describe("Deeds", () => {
  it("asks what the first click may mean, after its own mask", async () => {
    const { carryOut, names, workspace } = setUp();
    carryOut({ kind: "add-point", at, takesAway: false });
    await settled();
    expect(names()).toEqual(["addPoints", "maskCandidates"]);
    expect(workspace.stage.getState().candidates?.choices.length).toBe(2);
  });

  it("asks nothing after a second click, nor when more was clicked meanwhile", async () => {
    const again = setUp({ objects: [object], prompts: [prompt] });
    again.workspace.stage.setState({ selected: objectId(0) });
    again.carryOut({ kind: "add-point", at, takesAway: true });
    await settled();
    expect(again.names()).toEqual(["addPoints"]);
    expect(again.api.calls[0]?.[1].input).toMatchObject({ labels: [1, 0] });
    const fast = setUp();
    fast.carryOut({ kind: "add-point", at, takesAway: false });
    await Promise.resolve();
    await Promise.resolve();
    fast.carryOut({ kind: "add-point", at: clipPoint(0.6, 0.5), takesAway: false });
    await settled();
    expect(fast.names()).toEqual(["addPoints", "addPoints"]);
  });

  it("takes away with a swapped sign, and adds with the other button then", async () => {
    const { carryOut, api, workspace } = setUp({ objects: [object], prompts: [prompt] });
    workspace.stage.setState({ selected: objectId(0), sign: 0 });
    carryOut({ kind: "add-point", at, takesAway: false });
    await settled();
    carryOut({ kind: "add-point", at, takesAway: true });
    await settled();
    expect(api.calls.map(([, { input }]) => (input as { labels: number[] }).labels.at(-1))).toEqual([0, 1]);
  });

  it("says why nothing is changed: accepted, locked, full, nothing selected", async () => {
    const accepted = setUp({ objects: [anObject(0, { accepted: [[7, 7]] })] });
    accepted.workspace.stage.setState({ selected: objectId(0) });
    accepted.carryOut({ kind: "draw-box", box: { x0: 0, y0: 0, x1: 1, y1: 1 } });
    expect(accepted.said()[0]).toMatch(/accepted/);
    const full = setUp({ objects: [object] }, 1);
    full.carryOut({ kind: "stroke", phase: "begin", from: at, to: at, value: 1 });
    full.carryOut({ kind: "stroke", phase: "end", from: at, to: at, value: 1 });
    const vain = setUp();
    vain.carryOut({ kind: "stroke", phase: "begin", from: at, to: at, value: 0 });
    await settled();
    expect([full.said().length, vain.said().length]).toEqual([1, 1]);
    expect([...accepted.names(), ...full.names(), ...vain.names()]).toEqual([]);
  });

  it("paints a new object, in pixels of the clip", async () => {
    const { carryOut, api, workspace } = setUp();
    workspace.tools.setBrushSize(4);
    carryOut({ kind: "stroke", phase: "begin", from: at, to: at, value: 1 });
    carryOut({ kind: "stroke", phase: "end", from: at, to: at, value: 1 });
    await settled();
    // Two of the screen's pixels are one of the clip's: a disc of radius 1 on the corner of four pixels.
    expect(api.calls[0]).toMatchObject([
      "addMask",
      { input: { objectId: 0, counts: "92207", size: [4, 6] } },
    ]);
    expect(workspace.stage.getState().selected).toBe(0);
  });

  it("moves a point with one edit at the end", async () => {
    const { carryOut, api, workspace, names } = setUp({ objects: [object], prompts: [prompt] });
    workspace.stage.setState({ selected: objectId(0) });
    carryOut({ kind: "move-point", position: 0, to: clipPoint(0.6, 0.5), done: false });
    await settled();
    expect(names()).toEqual(["maskCandidates"]);
    carryOut({ kind: "move-point", position: 0, to: clipPoint(0.7, 0.5), done: true });
    await settled();
    expect(api.calls[1]).toMatchObject(["addPoints", { input: { points: [[0.7, 0.5]], labels: [1] } }]);
  });
});
