/** Absent and accepted: on the frame or from In to Out, and taken away again. */
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import type { TrackedObject } from "../domain/session";
import { drawingSetting } from "./drawingSetting";
import { anObject, aSession } from "./fixtures";
import { Marks, whyNot } from "./marks";
import { Range } from "./range";

function setUp(change: Partial<TrackedObject> = {}) {
  const answer = (key: string) => (variables: Readonly<Record<string, unknown>>) => {
    const { firstFrame, lastFrame, marked } = variables.input as Record<string, number | boolean>;
    const runs = marked === true ? [[firstFrame, lastFrame]] : [];
    return { [key]: anObject(0, { [key === "markAbsent" ? "absent" : "accepted"]: runs }) };
  };
  const setting = drawingSetting(
    { markAbsent: answer("markAbsent"), acceptFrames: answer("acceptFrames") },
    { objects: [anObject(0, change)] },
  );
  const { api, server, stage, notices } = setting;
  stage.setState({ selected: objectId(0), frame: frameIndex(7) });
  return { ...setting, marks: new Marks({ api, server, notices }, stage, new Range(server, stage)) };
}
const input = ({ api }: Pick<ReturnType<typeof setUp>, "api">) => api.calls[0]?.[1].input;

describe("Marks", () => {
  it("marks the frame, and keeps what the server answers", async () => {
    const all = setUp();
    await all.marks.markAbsent();
    expect(input(all)).toEqual({ sessionId: "s", objectId: 0, firstFrame: 7, lastFrame: 7, marked: true });
    expect(all.server.getState().session?.objects[0]?.absent).toEqual([[7, 7]]);
  });
  it("marks from In to Out where they are set", async () => {
    const all = setUp({ accepted: [[10, 12]] });
    all.stage.setState({ rangeIn: frameIndex(10), rangeOut: frameIndex(20) });
    await all.marks.accept();
    expect(input(all)).toMatchObject({ firstFrame: 10, lastFrame: 20, marked: true });
  });
  it("takes away what is marked throughout", async () => {
    const all = setUp({ accepted: [[5, 9]] });
    await all.marks.accept();
    expect(input(all)).toMatchObject({ firstFrame: 7, lastFrame: 7, marked: false });
  });
  it("says that an object must be selected", async () => {
    const all = setUp();
    all.stage.setState({ selected: null });
    await all.marks.markAbsent();
    expect([all.api.calls, all.notices.store.getState().list.length]).toEqual([[], 1]);
  });
});

describe("whyNot", () => {
  it("names what stands against a prompt", () => {
    const session = aSession({
      objects: [anObject(0, { accepted: [[5, 9]] }), anObject(1, { locked: true })],
    });
    const reason = (id: number, frame: number) => whyNot(session, objectId(id), frameIndex(frame));
    expect([reason(0, 9), reason(0, 10), reason(1, 0), reason(2, 0)]).toEqual([
      "state:frameAccepted",
      null,
      "state:objectLocked",
      null,
    ]);
  });
});
