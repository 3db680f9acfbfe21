/** Masks before the click: the newest question wins, and a slow engine is let be. */
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import { drawingSetting } from "./drawingSetting";
import { settled } from "./fakeApi";
import { aSession } from "./fixtures";
import { isForeseen, Preview } from "./preview";
import type { OpenSession } from "./sessionState";

const one = objectId(0);
const frame = frameIndex(7);
const at = (x: number) => [{ x, y: 0.5, label: 1 as const }];

function setUp(took: number, session: Partial<OpenSession> = {}) {
  let now = 0;
  const setting = drawingSetting(
    {
      maskCandidates: () => {
        now += took;
        return { maskCandidates: [{ rleMask: { size: [4, 6], counts: "91>" }, quality: 1 }] };
      },
    },
    session,
  );
  const { api, server, stage, notices, drafts } = setting;
  return { ...setting, preview: new Preview(api, server, stage, notices, drafts, () => now) };
}

describe("Preview", () => {
  it("asks for the newest place only, and shows its mask", async () => {
    const { preview, api, shown } = setUp(20);
    for (const x of [0.1, 0.2, 0.3]) preview.show(one, frame, at(x));
    await settled();
    expect(api.calls.map(([, { points }]) => points)).toEqual([[[0.1, 0.5]], [[0.3, 0.5]]]);
    expect(shown.at(-1)).toMatchObject({ objectId: 0, frameIndex: 7, rle: { counts: "91>" } });
    preview.stop();
    expect(shown.at(-1)).toBeNull();
  });
  it("shows nothing that comes after the person let go", async () => {
    const { preview, shown } = setUp(20);
    preview.show(one, frame, at(0.1));
    preview.stop();
    await settled();
    expect(shown).toEqual([]);
  });
  it("forgives one slow answer and turns itself off after two, saying so", async () => {
    const { preview, stage, notices, api } = setUp(300);
    preview.show(one, frame, at(0.1));
    await settled();
    expect(stage.getState().previewTooSlow).toBe(false);
    preview.show(one, frame, at(0.2));
    await settled();
    expect(stage.getState().previewTooSlow).toBe(true);
    expect(notices.store.getState().list[0]?.tone).toBe("plain");
    preview.show(one, frame, at(0.3));
    await settled();
    expect(api.calls.length).toBe(2);
  });
  it("asks nothing for what cannot be foreseen, nor where nothing is added", async () => {
    const { preview, api } = setUp(20, { runs: new Map([[one, [[0, 20]]]]) });
    preview.show(one, frame, at(0.1));
    preview.show(objectId(1), frame, [{ x: 0.5, y: 0.5, label: 0 }]);
    await settled();
    expect(api.calls).toEqual([]);
  });
});

describe("isForeseen", () => {
  const prompt = { objectId: one, frameIndex: frame, points: at(0.5), box: null, hasMask: false };
  it("is what was clicked here alone", () => {
    const here = { runs: new Map([[one, [[7, 7]] as const]]) };
    expect(isForeseen(aSession(), one, frame)).toBe(true);
    expect(isForeseen(aSession({ ...here, prompts: [prompt] }), one, frame)).toBe(true);
    expect(isForeseen(aSession(here), one, frame)).toBe(false);
    expect(isForeseen(aSession({ ...here, prompts: [{ ...prompt, hasMask: true }] }), one, frame)).toBe(
      false,
    );
  });
});
