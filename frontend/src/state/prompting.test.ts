/** Clicks: shown at once, sent in order, answered, refused. */

import { describe, expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import { ApiError } from "../api/errors";
import { frameIndex, objectId } from "../domain/clip";
import { defaultStack } from "../effects/layers";
import { FakeApi } from "./fakeApi";
import { aJob, anObject, aSession } from "./fixtures";
import { createNotices } from "./notices";
import { Prompting } from "./prompting";
import { emptyState, type OpenSession, type SessionState } from "./sessionState";
import { createStageStore, promptKey } from "./stageStore";

const one = objectId(0);
const frame = frameIndex(7);
const plus = { x: 0.5, y: 0.25, label: 1 as const };
const minus = { x: 0.1, y: 0.9, label: 0 as const };

function setUp(
  answers: Record<string, (variables: Readonly<Record<string, unknown>>) => unknown>,
  session: Partial<OpenSession> = {},
) {
  const api = new FakeApi(answers);
  const server = createStore<SessionState>(() => ({
    ...emptyState,
    phase: "open",
    session: aSession(session),
  }));
  const stage = createStageStore(defaultStack);
  const notices = createNotices();
  const shown: number[] = [];
  const player = {
    setMasks: (frames: readonly { frameIndex: number }[]) =>
      void shown.push(...frames.map((f) => f.frameIndex)),
    objectAt: async () => null,
  };
  const prompting = new Prompting(api, server, stage, notices, () => player);
  return { api, server, stage, notices, shown, prompting };
}

const answer = (key: string) => () => ({
  [key]: {
    frameIndex: 7,
    rleMaskList: [{ objectId: 0, objectScore: 1, rleMask: { size: [4, 6], counts: "91>" } }],
  },
});
const inputOf = (api: FakeApi, call: number) => api.calls[call]?.[1].input as Record<string, unknown>;

describe("Prompting", () => {
  it("shows a point at once and replaces it by the answer", async () => {
    const { api, server, stage, shown, prompting } = setUp({ addPoints: answer("addPoints") });
    const done = prompting.addPoint(one, frame, plus);
    expect(stage.getState().pending.get(promptKey(one, frame))?.points).toEqual([plus]);
    expect(stage.getState().selected).toBe(one);
    await done;
    expect(inputOf(api, 0)).toEqual({
      sessionId: "s",
      objectId: 0,
      frameIndex: 7,
      points: [[0.5, 0.25]],
      labels: [1],
      clearOldPoints: true,
    });
    expect(stage.getState().pending.size).toBe(0);
    expect(shown).toEqual([7]);
    expect(server.getState().session?.prompts).toEqual([
      { objectId: 0, frameIndex: 7, points: [plus], box: null, hasMask: false },
    ]);
    expect(server.getState().session?.runs.get(one)).toEqual([[7, 7]]);
  });

  it("sends a box that waited even when a point came after it", async () => {
    const { api, prompting } = setUp({ addPoints: answer("addPoints"), addBox: answer("addBox") });
    await Promise.all([
      prompting.addPoint(one, frame, plus),
      prompting.drawBox(one, frame, { x0: 0.1, y0: 0.1, x1: 0.6, y1: 0.6 }),
      prompting.addPoint(one, frame, minus),
    ]);
    expect(api.calls.map(([name]) => name)).toEqual(["addPoints", "addBox", "addPoints"]);
    expect(inputOf(api, 1).box).toEqual([0.1, 0.1, 0.6, 0.6]);
    expect(inputOf(api, 2).labels).toEqual([1, 0]);
  });

  it("sends the whole list for fast clicks, without losing one", async () => {
    const { api, prompting } = setUp({ addPoints: answer("addPoints") });
    await Promise.all(
      [plus, minus, { ...plus, x: 0.6 }].map((point) => prompting.addPoint(one, frame, point)),
    );
    expect(api.calls.map((_, call) => inputOf(api, call).labels)).toEqual([[1], [1, 0, 1]]);
  });

  it("clears the frame when the last point goes", async () => {
    const prompts = [{ objectId: one, frameIndex: frame, points: [plus], box: null, hasMask: false }];
    const { api, server, prompting } = setUp(
      { clearPointsInFrame: answer("clearPointsInFrame") },
      { prompts },
    );
    await prompting.removePoint(one, frame, 0);
    expect(api.calls.map(([name]) => name)).toEqual(["clearPointsInFrame"]);
    expect(server.getState().session?.prompts).toEqual([]);
  });

  it("keeps points when a box is drawn, and makes its object seen", async () => {
    const prompts = [{ objectId: one, frameIndex: frame, points: [plus], box: null, hasMask: false }];
    const { stage, server, prompting } = setUp({ addBox: answer("addBox") }, { prompts });
    stage.setState({ hidden: new Set([one]) });
    const box = { x0: 0.1, y0: 0.2, x1: 0.3, y1: 0.4 };
    await prompting.drawBox(one, frame, box);
    expect(server.getState().session?.prompts[0]).toMatchObject({ points: [plus], box });
    expect(stage.getState().hidden.size).toBe(0);
  });

  it("takes a refused click back and says why", async () => {
    const { stage, server, notices, prompting } = setUp({
      addPoints: () => Promise.reject(new ApiError("LIMIT_EXCEEDED", "That is one object too many.")),
    });
    await prompting.addPoint(one, frame, plus);
    expect(stage.getState().pending.size).toBe(0);
    expect(server.getState().session?.prompts).toEqual([]);
    expect(notices.store.getState().list[0]?.text).toBe("That is one object too many.");
  });

  it("remembers that something was corrected after tracking", async () => {
    const { stage, prompting } = setUp(
      { addPoints: answer("addPoints") },
      { propagation: aJob({ state: "DONE" }) },
    );
    await prompting.addPoint(one, frame, plus);
    expect(stage.getState().corrected).toBe(true);
  });

  it("never gives an id twice, however fast", () => {
    const { prompting } = setUp({}, { objects: [anObject(4)] });
    expect([prompting.nextObject(), prompting.nextObject(), prompting.target()]).toEqual([5, 6, 7]);
  });

  it("goes on with the selected object", async () => {
    const { stage, prompting } = setUp({ addPoints: answer("addPoints") });
    await prompting.addPoint(prompting.target(), frame, plus);
    expect(stage.getState().selected).toBe(0);
    expect(prompting.target()).toBe(0);
  });
});
