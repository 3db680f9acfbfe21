/** Tracking that is followed, and a person who looks elsewhere. */
import { describe, expect, it } from "vitest";
import { type FrameIndex, frameIndex } from "../domain/clip";
import type { SessionEvent } from "../domain/session";
import { aJob } from "./fixtures";
import { Following } from "./following";

const masks = (frame: number): SessionEvent => ({
  kind: "masks",
  cursor: frame,
  frame: { frameIndex: frameIndex(frame), masks: [] },
});
const ended: SessionEvent = {
  kind: "job",
  cursor: 99,
  job: aJob({ state: "DONE", jobId: "j", finishedAt: 1 }),
};

function setUp() {
  const stage = { frame: frameIndex(10), busy: false, now: 0 };
  const shown: FrameIndex[] = [];
  const following = new Following({
    frame: () => stage.frame,
    isBusy: () => stage.busy,
    now: () => stage.now,
    show: (frame) => {
      stage.frame = frame;
      shown.push(frame);
    },
  });
  following.begin("j");
  const hear = (at: number, ...events: SessionEvent[]) => {
    stage.now = at;
    following.hear(events);
  };
  return { stage, shown, hear };
}

describe("Following", () => {
  it("shows the newest frame four times a second, and in the end where it began", () => {
    const { shown, hear } = setUp();
    hear(100, masks(11));
    hear(300, masks(12), masks(13));
    hear(400, masks(14));
    hear(600, masks(15));
    hear(700, masks(16), ended);
    expect(shown).toEqual([13, 15, 10]);
  });

  it("leaves a person alone who went to another frame, for good", () => {
    const { stage, shown, hear } = setUp();
    hear(300, masks(12));
    stage.frame = frameIndex(40);
    hear(600, masks(13));
    stage.frame = frameIndex(12);
    hear(900, masks(14), ended);
    expect(shown).toEqual([12]);
  });

  it("leaves a person alone who plays or prompts", () => {
    const { stage, shown, hear } = setUp();
    stage.busy = true;
    hear(300, masks(12));
    stage.busy = false;
    hear(600, masks(13));
    expect(shown).toEqual([]);
  });
});
