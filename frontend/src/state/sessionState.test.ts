/** How events change the server's state. */
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import type { SessionEvent } from "../domain/session";
import { aJob, aMask, anEdit, anObject, aSession } from "./fixtures";
import { applyEvents, emptyState, type SessionState, withJob, withPrompt } from "./sessionState";

const one = objectId(0);
const two = objectId(1);
const open = (change: Parameters<typeof aSession>[0] = {}): SessionState => ({
  ...emptyState,
  phase: "open",
  session: aSession(change),
});

const masks = (cursor: number, frame: number, ...entries: [number, boolean][]): SessionEvent => ({
  kind: "masks",
  cursor,
  frame: { frameIndex: frameIndex(frame), masks: entries.map(([id, empty]) => aMask(id, empty)) },
});

describe("applyEvents", () => {
  it("grows and shrinks runs as masks come, and moves the cursor", () => {
    const state = applyEvents(open({ cursor: 4 }), [
      masks(5, 0, [0, false], [1, false]),
      masks(6, 1, [0, false], [1, true]),
      masks(7, 0, [0, true], [1, false]),
    ]);
    expect(state.session?.runs.get(one)).toEqual([[1, 1]]);
    expect(state.session?.runs.get(two)).toEqual([[0, 0]]);
    expect(state.session?.cursor).toBe(7);
  });

  it("takes a frame as whole: what it does not list is gone there, as when tracking is undone", () => {
    const state = applyEvents(
      open({
        runs: new Map([
          [one, [[0, 3]]],
          [two, [[0, 3]]],
        ]),
      }),
      [masks(1, 2, [1, false]), masks(2, 3)],
    );
    expect(state.session?.runs.get(one)).toEqual([[0, 1]]);
    expect(state.session?.runs.get(two)).toEqual([[0, 2]]);
  });

  it("ignores what it has seen", () => {
    const before = open({ cursor: 9 });
    expect(applyEvents(before, [masks(9, 0, [0, false])]).session).toBe(before.session);
  });

  it("forgets the runs of objects that are gone", () => {
    const before = open({
      objects: [anObject(0), anObject(1)],
      runs: new Map([
        [one, [[0, 3]]],
        [two, [[0, 3]]],
      ]),
    });
    const event: SessionEvent = { kind: "objects", cursor: 1, objects: [anObject(1)], prompts: [] };
    const { session } = applyEvents(before, [event]);
    expect([...(session?.runs.keys() ?? [])]).toEqual([two]);
    expect(session?.objects).toHaveLength(1);
  });

  it("clears runs when all prompts are cleared", () => {
    const before = open({ runs: new Map([[one, [[0, 3]]]]) });
    expect(applyEvents(before, [{ kind: "cleared", cursor: 1, objectIds: [one] }]).session?.runs.size).toBe(
      0,
    );
  });

  it("takes the session's name with its history", () => {
    const edits = [anEdit(3, { kind: "RENAME_SESSION" })];
    const { session } = applyEvents(open(), [{ kind: "history", cursor: 3, edits, sessionName: "Pond" }]);
    expect([session?.name, session?.history]).toEqual(["Pond", edits]);
  });

  it("takes the effects as they are now", () => {
    const { session } = applyEvents(open(), [{ kind: "effects", cursor: 3, effects: "[]" }]);
    expect([session?.effects, session?.cursor]).toEqual(["[]", 3]);
  });

  it("keeps the newest propagation and lists exports newest first", () => {
    const newer = aJob({ jobId: "b", createdAt: 20, state: "RUNNING" });
    const state = applyEvents(open(), [
      { kind: "job", cursor: 1, job: newer },
      { kind: "job", cursor: 2, job: aJob({ jobId: "a", createdAt: 10, state: "CANCELLED" }) },
      { kind: "job", cursor: 3, job: aJob({ jobId: "x", kind: "EXPORT", createdAt: 5 }) },
      { kind: "job", cursor: 4, job: aJob({ jobId: "y", kind: "EXPORT", createdAt: 6 }) },
      { kind: "job", cursor: 5, job: aJob({ jobId: "x", kind: "EXPORT", createdAt: 5, state: "DONE" }) },
    ]);
    expect(state.session?.propagation).toEqual(newer);
    expect(state.session?.exports.map(({ jobId, state: job }) => [jobId, job])).toEqual([
      ["y", "QUEUED"],
      ["x", "DONE"],
    ]);
  });

  it("does not go back when the answer to starting comes after the first progress", () => {
    const running = aJob({ state: "RUNNING", done: 3 });
    const session = aSession({ propagation: running });
    expect(withJob(session, aJob({ state: "QUEUED", done: 0 })).propagation).toBe(running);
    const done = aSession({ propagation: aJob({ state: "DONE", done: 100 }) });
    expect(withJob(done, running).propagation?.state).toBe("DONE");
  });

  it("says when the session was deleted", () => {
    expect(applyEvents(open(), [{ kind: "deleted", cursor: 1 }]).phase).toBe("deleted");
  });
});

describe("withPrompt", () => {
  const prompt = {
    objectId: one,
    frameIndex: frameIndex(3),
    points: [{ x: 0.5, y: 0.5, label: 1 as const }],
    box: null,
    hasMask: false,
  };
  it("replaces the prompt of the same object and frame only", () => {
    const elsewhere = { ...prompt, frameIndex: frameIndex(4) };
    const changed = { ...prompt, points: [] as const, box: { x0: 0, y0: 0, x1: 1, y1: 1 } };
    expect(withPrompt([prompt, elsewhere], changed)).toEqual([elsewhere, changed]);
  });
  it("drops one that says nothing", () => {
    expect(withPrompt([prompt], { ...prompt, points: [] })).toEqual([]);
  });
});
