/** The command groups of an open session: range, order, history, plan, review, measures; each against a fake server. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { ApiError } from "../api/errors";
import { frameIndex, objectId } from "../domain/clip";
import { defaultStack } from "../effects/layers";
import { Commands } from "./commands";
import { FakeApi } from "./fakeApi";
import { aFrame, aJob, anEdit, anObject, aSession } from "./fixtures";
import { HistoryCommands, nextToRedo, nextToUndo, versionsOf } from "./history";
import { Measuring } from "./measuring";
import { createNotices } from "./notices";
import { ObjectCommands } from "./objects";
import { Range } from "./range";
import { Review } from "./review";
import { emptyState, type OpenSession, type SessionState } from "./sessionState";
import { createStageStore } from "./stageStore";
import { TrackingPlan } from "./trackingPlan";
import { type TrackChoice, trackAll } from "./trackScope";

type Answers = ConstructorParameters<typeof FakeApi>[0];

function setUp(session: Partial<OpenSession> = {}, answers: Answers = {}) {
  const api = new FakeApi(answers);
  const server = createStore<SessionState>(() => ({
    ...emptyState,
    phase: "open",
    session: aSession(session),
  }));
  const stage = createStageStore(defaultStack);
  const notices = createNotices();
  return { api, server, stage, notices, trackChoice: trackAll };
}

const [one, two, three] = [objectId(0), objectId(1), objectId(2)];
const prompt = (frame: number, id = one) => ({
  objectId: id,
  frameIndex: frameIndex(frame),
  points: [{ x: 0.5, y: 0.5, label: 1 as const }],
  box: null,
  hasMask: false,
});

describe("Range", () => {
  it("stands on the frame that is shown, and never crosses itself", () => {
    const { server, stage } = setUp();
    const range = new Range(server, stage);
    expect(range.frames()).toBeNull();
    stage.setState({ frame: frameIndex(40) });
    range.setIn();
    expect(range.frames()).toEqual([40, 99]);
    range.setOut(60);
    expect(range.frames()).toEqual([40, 60]);
    range.setIn(80);
    expect(range.frames()).toEqual([80, 99]);
    range.setOut(1000);
    expect(range.frames()).toEqual([80, 99]);
    range.clear();
    expect(range.frames()).toBeNull();
  });
});

describe("Commands", () => {
  const tracked = { startPropagation: () => ({ startPropagation: aJob() }) };

  it("track the In-Out range both ways from a frame inside it", async () => {
    const around = setUp({ prompts: [prompt(0)] }, tracked);
    around.stage.setState({ frame: frameIndex(10) });
    await new Commands(around).trackRange([frameIndex(20), frameIndex(30)]);
    expect(around.api.calls[0]?.[1].input).toEqual({
      sessionId: "s",
      direction: "BOTH",
      startFrameIndex: 20,
      endFrameIndex: 30,
      firstFrameIndex: 20,
    });
  });

  it("track one frame and go there, not beyond the clip", async () => {
    const around = setUp({ prompts: [prompt(0)] }, tracked);
    const seek = vi.fn();
    const commands = new Commands(around);
    around.stage.setState({ frame: frameIndex(98) });
    await commands.trackOneFrame("FORWARD", seek);
    expect(around.api.calls[0]?.[1].input).toMatchObject({ startFrameIndex: 98, endFrameIndex: 99 });
    expect(seek).toHaveBeenCalledWith(99);
    around.stage.setState({ frame: frameIndex(99) });
    await commands.trackOneFrame("FORWARD", seek);
    expect(around.api.calls).toHaveLength(1);
  });

  it("take only the selected object where that is chosen", async () => {
    const trackChoice: TrackChoice = { getState: () => ({ trackScope: "selected" }) };
    const around = { ...setUp({ prompts: [prompt(0)] }, tracked), trackChoice };
    const commands = new Commands(around);
    await commands.track("FORWARD");
    around.stage.setState({ selected: two });
    await commands.track("FORWARD");
    const inputs = around.api.calls.map(([, { input }]) => input as { objectIds?: number[] });
    expect(inputs.map(({ objectIds }) => objectIds)).toEqual([undefined, [1]]);
  });
});

describe("ObjectCommands", () => {
  const objects = [anObject(0), anObject(1), anObject(2)];
  const commandsOf = (around: ReturnType<typeof setUp>) =>
    new ObjectCommands({ ...around, nextObject: () => objectId(9) });
  const orderOf = ({ server }: ReturnType<typeof setUp>) =>
    server.getState().session?.objects.map((object) => object.objectId);

  it("reorder at once, and go back where the server refuses", async () => {
    const around = setUp({ objects });
    around.api.answers.reorderObjects = () => {
      throw new ApiError("INTERNAL", "No.");
    };
    const done = commandsOf(around).move(one, 2);
    expect(orderOf(around)).toEqual([two, three, one]);
    await done;
    expect(orderOf(around)).toEqual([one, two, three]);
    expect(around.notices.store.getState().list[0]?.title).toBe("The order was not kept");
  });

  it("raise by a step, not over the top", async () => {
    const around = setUp(
      { objects },
      { reorderObjects: () => ({ reorderObjects: [objects[0], objects[2], objects[1]] }) },
    );
    await commandsOf(around).raise(two, 1);
    expect(around.api.calls[0]?.[1].input).toEqual({ sessionId: "s", objectIds: [0, 2, 1] });
    await commandsOf(around).raise(two, 1);
    expect(around.api.calls).toHaveLength(1);
  });

  it("split at the frame that is shown and choose the new one", async () => {
    const around = setUp({ objects }, { splitObject: () => ({ splitObject: anObject(9) }) });
    around.stage.setState({ frame: frameIndex(7) });
    await commandsOf(around).split(one);
    expect(around.api.calls[0]?.[1].input).toEqual({
      sessionId: "s",
      objectId: 0,
      frameIndex: 7,
      newObjectId: 9,
    });
    expect(around.stage.getState().selected).toBe(9);
  });

  it("take a removed class from the objects that had it", async () => {
    const classes = [{ classId: 5, name: "Fish", colour: "#ff0000" }];
    const around = setUp(
      { objects: [anObject(0, { classId: 5 })], classes },
      { removeClass: () => ({ removeClass: { success: true } }) },
    );
    await commandsOf(around).removeClass(5);
    expect(around.server.getState().session).toMatchObject({ classes: [], objects: [{ classId: null }] });
  });

  it("ask for the classes when an object has an unknown one", async () => {
    const around = setUp({ objects }, { classes: () => ({ classes: [] }) });
    commandsOf(around);
    around.server.setState(({ session }) => ({
      session: session && { ...session, objects: [anObject(0, { classId: 8 })] },
    }));
    await vi.waitFor(() => expect(around.api.calls.map(([name]) => name)).toEqual(["classes"]));
  });

  it("solo and hide what is selected", () => {
    const around = setUp({ objects });
    const commands = commandsOf(around);
    commands.toggleSolo();
    around.stage.setState({ selected: two });
    commands.toggleSolo();
    commands.toggleHidden();
    expect([...around.stage.getState().solo, ...around.stage.getState().hidden]).toEqual([two, two]);
  });
});

describe("history", () => {
  const edits = [
    anEdit(1),
    anEdit(2, { objectId: two }),
    anEdit(3, { objectId: null }),
    anEdit(4, { undone: true }),
  ];

  it("knows what comes next both ways, and the versions of one object", () => {
    expect([nextToUndo(edits)?.editId, nextToRedo(edits)?.editId]).toEqual([3, 4]);
    expect([nextToUndo([]), nextToRedo([])]).toEqual([null, null]);
    expect(versionsOf(edits, one).map(({ editId }) => editId)).toEqual([3, 1]);
  });

  it("takes two quick presses one after the other, and says what was undone", async () => {
    let open = 0;
    const around = setUp(
      {},
      {
        undo: async () => {
          open += 1;
          expect(open).toBe(1);
          await Promise.resolve();
          open -= 1;
          return { undo: anEdit(1) };
        },
      },
    );
    const history = new HistoryCommands(around);
    await Promise.all([history.undo(), history.undo()]);
    expect(around.api.calls).toHaveLength(2);
    expect(around.notices.store.getState().list.map(({ title }) => title)).toEqual([
      "Undone: Clicked Object 1 on frame 12",
    ]);
  });

  it("waits for what was changed here and is not with the server yet", async () => {
    const around = setUp({}, { undo: () => ({ undo: null }), goToEdit: () => ({ goToEdit: {} }) });
    const history = new HistoryCommands(around, async () => void around.api.calls.push(["settled", {}]));
    await history.undo();
    await history.goTo(null);
    expect(around.api.calls.map(([name]) => name)).toEqual(["settled", "undo", "settled", "goToEdit"]);
  });
});

describe("TrackingPlan", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const stretch = { objectId: 0, firstFrame: 3, lastFrame: 9 };

  it("asks once when a correction was made, and forgets when tracking runs", async () => {
    const around = setUp(
      { prompts: [prompt(0)] },
      { propagationPlan: () => ({ propagationPlan: [stretch] }) },
    );
    const commands = new Commands(around);
    const stop = new TrackingPlan({ ...around, next: () => commands.nextTracking() }).follow();
    around.stage.setState({ corrected: true });
    around.stage.setState({ frame: frameIndex(4) });
    await vi.advanceTimersByTimeAsync(400);
    expect(around.api.calls.map(([, { input }]) => input)).toEqual([
      { sessionId: "s", startFrameIndex: 4, direction: "BOTH" },
    ]);
    expect(around.stage.getState().plan).toEqual([stretch]);
    around.stage.setState({ corrected: false });
    expect(around.stage.getState().plan).toEqual([]);
    stop();
  });

  it("asks for the way that is pointed at", async () => {
    const around = setUp({ prompts: [prompt(0)] }, { propagationPlan: () => ({ propagationPlan: [] }) });
    const commands = new Commands(around);
    const stop = new TrackingPlan({ ...around, next: () => commands.nextTracking() }).follow();
    around.stage.setState({ previewed: "FORWARD" });
    await vi.advanceTimersByTimeAsync(400);
    expect(around.api.calls[0]?.[1].input).toMatchObject({ direction: "FORWARD" });
    stop();
  });
});

describe("Measuring and Review", () => {
  const low = (frame: number) => {
    const { masks, frameIndex: at } = aFrame(frame, 0);
    return { frameIndex: at, masks: masks.map((mask) => ({ ...mask, objectScore: 0.2 })) };
  };

  it("work in slices that end in time, in the order of coming", () => {
    let now = 0;
    const waiting: (() => void)[] = [];
    const measuring = new Measuring({ now: () => now++, later: (call) => void waiting.push(call) });
    measuring.begin(100);
    measuring.setMasks(Array.from({ length: 50 }, (_, frame) => aFrame(frame, 0)));
    measuring.clearMasks([one]);
    measuring.setMasks([aFrame(60, 0)]);
    let slices = 0;
    for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) {
      call();
      slices += 1;
    }
    expect(slices).toBeGreaterThan(3);
    const areas = measuring.measures?.of(one)?.areas;
    expect(areas?.[3]).toBe(0);
    expect(areas?.[60]).toBeGreaterThan(0);
  });

  it("go from one frame that needs a look to the next, and to prompted ones", () => {
    const around = setUp({ objects: [anObject(0)], prompts: [prompt(30), prompt(5), prompt(30, two)] });
    const measuring = new Measuring({ now: () => 0, later: (call) => call() });
    measuring.begin(100);
    measuring.setMasks([low(20), low(70)]);
    const seek = vi.fn((frame: number) => around.stage.setState({ frame: frameIndex(frame) }));
    const review = new Review({ ...around, measuring, seek });
    review.refresh();
    expect([review.next(), review.next(), review.next(), review.previous()]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(around.stage.getState().selected).toBe(one);
    review.nextPrompted();
    around.stage.setState({ frame: frameIndex(20) });
    review.nextPrompted();
    review.nextPrompted();
    review.previousPrompted();
    expect(seek.mock.calls.flat()).toEqual([20, 70, 20, 70, 30, 5]);
  });
});
