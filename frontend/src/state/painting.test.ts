/** Strokes: seen at once, sent when they end, and none lost to the one before. */
import { describe, expect, it } from "vitest";
import { ApiError } from "../api/errors";
import { frameIndex, objectId } from "../domain/clip";
import { pixelPoint } from "../geometry/points";
import { decode, encode } from "../masks/rle";
import { drawingSetting, frameAnswer } from "./drawingSetting";
import { settled } from "./fakeApi";

const one = objectId(0);
const frame = frameIndex(7);
const dot = (column: number, row: number, value: 0 | 1 = 1) => {
  const at = pixelPoint(column + 0.5, row + 0.5);
  return { from: at, to: at, radius: 0.1, value };
};
/** Set pixels as "column,row". */
const pixels = (counts: unknown) =>
  [...decode({ size: [4, 6], counts: String(counts) })].flatMap((set, at) =>
    set === 0 ? [] : [`${Math.floor(at / 4)},${at % 4}`],
  );
const dots = (...all: [column: number, row: number][]) => {
  const mask = new Uint8Array(24);
  for (const [column, row] of all) mask[column * 4 + row] = 1;
  return encode(mask, 4, 6);
};

/** A server that answers when it is told to. */
function slowServer() {
  const waiting: (() => void)[] = [];
  const answer = () => new Promise((resolve) => waiting.push(() => resolve(frameAnswer("addMask"))));
  return { answer, next: () => waiting.shift()?.() };
}
const sent = (api: ReturnType<typeof drawingSetting>["api"]) =>
  api.calls.map(([, { input }]) => pixels((input as { counts: string }).counts));

describe("Painting", () => {
  it("goes on from the mask that is there, shows it and sends it at the end", async () => {
    const { api, painting, player, shown, stage, server } = drawingSetting({
      addMask: () => frameAnswer("addMask"),
    });
    player.mask = dots([0, 0], [1, 1]);
    painting.begin(one, frame);
    painting.go(dot(3, 2));
    painting.go(dot(0, 0, 0));
    await settled();
    expect(shown.at(-1)).toMatchObject({ objectId: 0, frameIndex: 7, colour: "#3b9dff" });
    expect(pixels(shown.at(-1)?.rle.counts)).toEqual(["1,1", "3,2"]);
    expect(api.calls).toEqual([]);
    const done = painting.end();
    await settled();
    await done;
    expect(sent(api)).toEqual([["1,1", "3,2"]]);
    expect(api.calls[0]?.[1].input).toMatchObject({
      sessionId: "s",
      objectId: 0,
      frameIndex: 7,
      size: [4, 6],
    });
    expect(shown.at(-1)).toBeNull();
    expect(stage.getState().pending.size).toBe(0);
    expect(server.getState().session?.prompts).toEqual([
      { objectId: 0, frameIndex: 7, points: [], box: null, hasMask: true },
    ]);
  });

  it("keeps a stroke whose answer is still to come when the next one begins", async () => {
    const { answer, next } = slowServer();
    const { api, painting, shown } = drawingSetting({ addMask: answer });
    painting.begin(one, frame);
    painting.go(dot(0, 0));
    const first = painting.end();
    await settled();
    painting.begin(one, frame);
    painting.go(dot(1, 0));
    next();
    await settled();
    expect(pixels(shown.at(-1)?.rle.counts)).toEqual(["0,0", "1,0"]);
    const second = painting.end();
    await settled();
    next();
    await Promise.all([first, second]);
    expect(sent(api)).toEqual([["0,0"], ["0,0", "1,0"]]);
    expect(shown.at(-1)).toBeNull();
  });

  it("comes back to a mask that is on its way from another frame", async () => {
    const { answer, next } = slowServer();
    const { api, painting } = drawingSetting({ addMask: answer });
    for (const [at, column] of [
      [frame, 0],
      [frameIndex(8), 1],
      [frame, 2],
    ] as const) {
      painting.begin(one, at);
      painting.go(dot(column, 0));
      void painting.end();
      await settled();
    }
    for (let answers = 0; answers < 3; answers++) {
      next();
      await settled();
    }
    expect(sent(api)).toEqual([["0,0"], ["1,0"], ["0,0", "2,0"]]);
  });

  it("takes a cancelled stroke back and sends nothing", async () => {
    const { api, painting, player, shown } = drawingSetting({ addMask: () => frameAnswer("addMask") });
    player.mask = dots([2, 2]);
    painting.begin(one, frame);
    await settled();
    painting.go(dot(0, 0));
    await settled();
    painting.cancel();
    await settled();
    expect([shown.at(-1), api.calls]).toEqual([null, []]);
    painting.go(dot(0, 1));
    await painting.end();
    expect(api.calls).toEqual([]);
  });

  it("shows the old mask again and says why when the server refuses", async () => {
    const { painting, shown, notices, server } = drawingSetting({
      addMask: () => Promise.reject(new ApiError("INVALID_PROMPT", "That frame is accepted.")),
    });
    await painting.place(one, frame, dots([1, 1]));
    expect(shown.map((draft) => draft === null)).toEqual([false, true]);
    expect(notices.store.getState().list[0]?.text).toBe("That frame is accepted.");
    expect(server.getState().session?.prompts).toEqual([]);
  });

  it("lets a mask take the place of points that wait, and points follow it", async () => {
    const { api, prompting } = drawingSetting({
      addMask: () => frameAnswer("addMask"),
      addPoints: () => frameAnswer("addPoints"),
    });
    const point = { x: 0.5, y: 0.5, label: 1 as const };
    await Promise.all([
      prompting.addPoint(one, frame, point),
      prompting.addPoint(one, frame, { ...point, x: 0.6 }),
      prompting.drawMask(one, frame, dots([1, 1])),
      prompting.addPoint(one, frame, { ...point, x: 0.7 }),
    ]);
    expect(api.calls.map(([name]) => name)).toEqual(["addPoints", "addMask", "addPoints"]);
    expect(api.calls[2]?.[1].input).toMatchObject({ points: [[0.7, 0.5]] });
    expect(prompting.current(one, frame)).toMatchObject({ hasMask: true, points: [{ x: 0.7 }] });
  });
});
