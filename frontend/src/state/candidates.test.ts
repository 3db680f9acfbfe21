/** Candidates of a first click: offered, looked at, chosen, and gone with the next deed. */
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import { Candidates } from "./candidates";
import { drawingSetting, frameAnswer } from "./drawingSetting";
import { settled } from "./fakeApi";
import { aJob } from "./fixtures";

const one = objectId(0);
const frame = frameIndex(7);
const click = { x: 0.5, y: 0.5, label: 1 as const };
const found = (...counts: string[]) => ({
  maskCandidates: counts.map((text) => ({ rleMask: { size: [4, 6], counts: text }, quality: 0.5 })),
});

function setUp(answer: () => unknown = () => found("91>", "81?", "91>", "92=")) {
  const setting = drawingSetting({ maskCandidates: answer, addMask: () => frameAnswer("addMask") });
  const { api, server, stage, notices, drafts, painting } = setting;
  stage.setState({ selected: one, frame });
  return { ...setting, candidates: new Candidates(api, server, stage, notices, drafts, painting) };
}
const offered = ({ stage }: Pick<ReturnType<typeof setUp>, "stage">) => stage.getState().candidates;

describe("Candidates", () => {
  it("offers each mask once", async () => {
    const all = setUp();
    await all.candidates.ask(one, frame, click);
    expect(offered(all)?.choices.map(({ rle }) => rle.counts)).toEqual(["91>", "81?", "92="]);
    expect(all.api.calls[0]?.[1]).toMatchObject({ points: [[0.5, 0.5]], labels: [1], frameIndex: 7 });
  });
  it("offers nothing where only one thing can be meant", async () => {
    const all = setUp(() => found("91>", "91>"));
    await all.candidates.ask(one, frame, click);
    expect(offered(all)).toBeNull();
  });
  it("shows the one that is looked at, and the own mask again", async () => {
    const { candidates, shown } = setUp();
    await candidates.ask(one, frame, click);
    candidates.look(1);
    candidates.look(null);
    expect(shown.map((draft) => draft?.rle.counts ?? null)).toEqual(["81?", null]);
  });
  it("sends the one that is chosen as a mask", async () => {
    const all = setUp();
    await all.candidates.ask(one, frame, click);
    all.candidates.look(2);
    expect(all.candidates.choose(2)).toBe(true);
    await settled();
    expect(all.api.calls[1]).toMatchObject(["addMask", { input: { objectId: 0, counts: "92=" } }]);
    expect([offered(all), all.shown.at(-1), all.stage.getState().selected]).toEqual([null, null, one]);
  });
  it("sends nothing for the first, which the click made, and knows no others", async () => {
    const all = setUp();
    expect(all.candidates.choose(0)).toBe(false);
    await all.candidates.ask(one, frame, click);
    expect([all.candidates.choose(7), all.candidates.choose(0)]).toEqual([false, true]);
    expect([offered(all), all.api.calls.length]).toEqual([null, 1]);
  });
  it("goes when the person goes on", async () => {
    for (const deed of [
      { frame: frameIndex(8) },
      { selected: null },
      { tool: "box" as const },
      {
        pending: new Map([
          ["0:7", { objectId: one, frameIndex: frame, points: [], box: null, hasMask: true }],
        ]),
      },
    ]) {
      const all = setUp();
      await all.candidates.ask(one, frame, click);
      all.stage.setState(deed);
      expect(offered(all)).toBeNull();
    }
  });
  it("goes when tracking begins: the mask was taken as it is", async () => {
    const all = setUp();
    await all.candidates.ask(one, frame, click);
    all.server.setState(({ session }) => ({ session: session && { ...session, propagation: aJob() } }));
    expect(offered(all)).toBeNull();
  });
  it("comes too late after another deed", async () => {
    const all = setUp();
    const asking = all.candidates.ask(one, frame, click);
    all.stage.setState({ frame: frameIndex(9) });
    await asking;
    expect(offered(all)).toBeNull();
  });
});
