/** Keys that come before the object that they are meant for. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../../api/errors";
import { frameIndex, objectId } from "../../domain/clip";
import { defaultStack } from "../../effects/layers";
import { FakeApi } from "../fakeApi";
import { aJob, anObject, aSession } from "../fixtures";
import { chord } from "../keys/chord";
import { createNotices } from "../notices";
import { Workspace } from "../workspace";
import type { PageHands } from "./action";
import { isStageAction } from "./action";
import { actionById } from "./registry";
import { Waiting } from "./waiting";

const page: PageHands = {
  maxObjects: 20,
  toggleKeys: () => undefined,
  goHome: () => undefined,
  focusSearch: () => undefined,
  chooseFiles: () => undefined,
};

/** A first click whose answer comes when `answer` is called, and a person who is quick. */
function setting() {
  let answer: (failed?: ApiError) => void = () => undefined;
  const api = new FakeApi({
    addPoints: () =>
      new Promise((resolve, reject) => {
        answer = (failed) =>
          failed === undefined ? resolve({ addPoints: { frameIndex: 3, rleMaskList: [] } }) : reject(failed);
      }),
    startPropagation: () => ({ startPropagation: aJob({ state: "RUNNING" }) }),
    markAbsent: () => ({ markAbsent: anObject(0, { absent: [[3, 3]] }) }),
  });
  const notices = createNotices();
  const workspace = new Workspace(api, "s", defaultStack, notices);
  workspace.server.setState({ phase: "open", session: aSession({ objects: [], prompts: [] }) });
  workspace.stage.setState({ frame: frameIndex(3) });
  const clicked = workspace.prompting.addPoint(objectId(0), frameIndex(3), { x: 0.5, y: 0.5, label: 1 });
  const waiting = new Waiting(workspace, notices);
  const press = (id: string): boolean => {
    const action = actionById.get(id);
    if (action === undefined || !isStageAction(action)) throw new Error(`There is no action ${id}.`);
    const isAwaited = action.awaits?.(workspace) === true;
    if (isAwaited) waiting.add(action, chord("T"), page);
    return isAwaited;
  };
  return {
    workspace,
    waiting,
    press,
    answered: async (failed?: ApiError) => {
      answer(failed);
      await clicked;
    },
    /** The event of the first object. */
    arrive: () =>
      workspace.server.setState(({ session }) => ({
        session: session && { ...session, objects: [anObject(0)] },
      })),
    calls: () => api.calls.map(([name]) => name),
    said: () => notices.store.getState().list.map(({ title }) => title),
  };
}

describe("a key before the first object is here", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("tracks when the click is taken", async () => {
    const { answered, calls, press, waiting } = setting();
    expect(press("trackForward")).toBe(true);
    expect(calls()).toEqual(["addPoints"]);
    await answered();
    expect(calls()).toEqual(["addPoints", "startPropagation"]);
    expect([waiting.isAny, press("trackForward")]).toEqual([false, false]);
  });
  it("marks the object when its event is here, and opens its name", async () => {
    const { answered, arrive, calls, press, workspace } = setting();
    expect([press("markAbsent"), press("renameObject"), press("onionSkin")]).toEqual([true, true, false]);
    await answered();
    expect([calls(), workspace.stage.getState().rowAsks]).toEqual([["addPoints"], null]);
    arrive();
    expect(calls()).toEqual(["addPoints", "markAbsent"]);
    expect(workspace.stage.getState().rowAsks).toMatchObject({ objectId: 0, what: "rename" });
  });
  it("does nothing more where the click is refused, which is said once", async () => {
    const { answered, calls, press, said, waiting } = setting();
    press("markAbsent");
    press("trackForward");
    await answered(new ApiError("LIMIT_EXCEEDED", "That is one object too many."));
    expect([calls(), said(), waiting.isAny]).toEqual([["addPoints"], ["The click was not taken"], false]);
  });
  it("says so where the object does not come, or the person went on meanwhile", async () => {
    const { press, said, waiting, workspace } = setting();
    press("trackForward");
    vi.advanceTimersByTime(6000);
    expect([said(), waiting.isAny]).toEqual([["Not done: Track forward"], false]);
    press("markAbsent");
    workspace.stage.setState({ frame: frameIndex(4) });
    expect([said().at(-1), waiting.isAny]).toEqual(["Not done: Object is absent here", false]);
  });
  it("is forgotten when it is taken back", async () => {
    const { answered, calls, press, waiting } = setting();
    press("trackForward");
    waiting.drop();
    await answered();
    expect(calls()).toEqual(["addPoints"]);
  });
});
