/** What a player promises (worker/protocol.ts), seen from a page: masks, playing, seeking, sound, failing, closing. */

import { expect, type Page } from "@playwright/test";
import type { EffectLayer, EffectSetting } from "../../src/domain/effect";
import { open, seek, shownNumber, test } from "./player_page";

const small = { frameCount: 45, rate: [30, 1] } as const;

/** Red, green and blue of the shown picture at points of the clip (0..1). */
const coloursAt = (page: Page, points: readonly (readonly [number, number])[]): Promise<number[][]> =>
  page.evaluate(async (points) => {
    const { data, width, height } = await window.player.grab();
    return points.map(([x, y]) => {
      const start = (Math.floor(y * height) * width + Math.floor(x * width)) * 4;
      return [...data.slice(start, start + 3)];
    });
  }, points);

/** Two overlapping objects on frame 3: 7 fills columns 0..159, 2 (above it) fills 120..239. */
const addTwoObjects = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const columns = (first: number, last: number) =>
      window.masklet.encode(new Uint8Array(320 * 180).fill(1, first * 180, (last + 1) * 180), 180, 320);
    const mask = (objectId: number, first: number, last: number) => ({
      objectId: objectId as never,
      rle: columns(first, last),
      objectScore: 1,
    });
    window.player.setMasks([{ frameIndex: 3 as never, masks: [mask(2, 120, 239), mask(7, 0, 159)] }]);
    window.player.setObjects([
      { objectId: 7 as never, colour: "#ff0000", visible: true },
      { objectId: 2 as never, colour: "#0000ff", visible: true },
    ]);
  });

const heard = (page: Page, kind: string): Promise<unknown[]> =>
  page.evaluate((kind) => window.heard.filter((entry) => entry[0] === kind).map((entry) => entry[1]), kind);

const until = (page: Page, kind: string, value: unknown): Promise<unknown> =>
  page.waitForFunction(
    ([kind, value]) => window.heard.some((entry) => entry[0] === kind && entry[1] === value),
    [kind, value] as const,
  );

const layer = (name: string, values: EffectSetting["values"]): EffectLayer => ({
  id: name,
  effect: { name, values },
  objectIds: null,
  enabled: true,
});

test("masks: colours, z-order, hiding, effects, what is under a point", async ({ page, served }) => {
  await open(page, served, served.numbered(small));
  await addTwoObjects(page);
  const filled = [layer("overlay", { mode: "fill", opacity: 1 })];
  await page.evaluate((stack) => window.player.setEffects(stack), filled);
  const places = [
    [0.2, 0.75],
    [0.45, 0.75],
    [0.7, 0.75],
  ] as const;
  await seek(page, 3);
  expect(await coloursAt(page, places)).toEqual([
    [255, 0, 0],
    [0, 0, 255],
    [0, 0, 255],
  ]);
  const under = await page.evaluate(() =>
    Promise.all([0.2, 0.45, 0.9, 1.2].map((x) => window.player.objectAt(x, 0.75))),
  );
  expect(under).toEqual([7, 2, null, null]);

  await page.evaluate(() =>
    window.player.setObjects([
      { objectId: 7 as never, colour: "#00ff00", visible: true },
      { objectId: 2 as never, colour: "#0000ff", visible: false },
    ]),
  );
  expect((await coloursAt(page, places)).slice(0, 2)).toEqual([
    [0, 255, 0],
    [0, 255, 0],
  ]);
  const erased = [layer("erase", { colour: "#102030" })];
  await page.evaluate((stack) => window.player.setEffects(stack), erased);
  expect((await coloursAt(page, places))[0]).toEqual([16, 32, 48]);
  await page.evaluate(() => window.player.clearMasks([7 as never]));
  expect((await coloursAt(page, places))[0]).not.toEqual([16, 32, 48]);
  expect(await page.evaluate(() => window.player.objectAt(0.2, 0.5))).toBeNull();
  expect(await heard(page, "error")).toEqual([]);
});

/** The number in the blocks of what the display shows of the canvas, upright. */
async function numberOnDisplay(page: Page): Promise<number> {
  const png = (await page.locator("canvas").screenshot()).toString("base64");
  return page.evaluate(async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context?.drawImage(image, 0, 0);
    const block = Math.floor(320 / 12) * (image.width / 320);
    const isWhite = (bit: number): boolean => {
      const x = Math.floor((bit + 0.5) * block);
      return (context?.getImageData(x, Math.floor(image.height / 4), 1, 1).data[0] ?? 0) > 128;
    };
    return Array.from({ length: 12 }, (_, bit) => (isWhite(bit) ? 2 ** bit : 0)).reduce((a, b) => a + b);
  }, png);
}

test("a canvas that is shown small holds few pixels; what is grabbed has all", async ({ page, served }) => {
  await open(page, served, served.numbered(small));
  await seek(page, 37);
  expect(await numberOnDisplay(page)).toBe(37);
  const canvasWidth = () => page.evaluate(() => document.querySelector("canvas")?.width);
  await page.evaluate(() =>
    document.querySelector("canvas")?.setAttribute("style", "width: 160px; height: 90px"),
  );
  await expect.poll(canvasWidth).toBe(160);
  expect(await numberOnDisplay(page)).toBe(37);
  await seek(page, 22);
  expect(await numberOnDisplay(page)).toBe(22);
  expect(await shownNumber(page)).toBe(22);
  await page.evaluate(() =>
    document.querySelector("canvas")?.setAttribute("style", "width: 640px; height: 360px"),
  );
  await expect.poll(canvasWidth).toBe(320);
  expect(await numberOnDisplay(page)).toBe(22);
});

test("the newest of many seeks wins, and all of them resolve", async ({ page, served }) => {
  await open(page, served, served.numbered({ ...small, frameCount: 120 }));
  await page.evaluate(() =>
    Promise.all([90, 10, 70, 33, 101, 57].map((k) => window.player.seek(k as never))),
  );
  expect(await shownNumber(page)).toBe(57);
  expect((await heard(page, "frame")).at(-1)).toBe(57);
  await seek(page, 5000);
  expect(await shownNumber(page)).toBe(119);
});

test("plays to the end at the clip's rate, stops there, and begins again", async ({ page, served }) => {
  await open(page, served, served.numbered(small));
  const start = Date.now();
  await page.evaluate(() => window.player.play());
  await until(page, "playing", false);
  expect(Date.now() - start).toBeGreaterThan(1350);
  expect(await shownNumber(page)).toBe(44);
  const { due, drawn, late } = await page.evaluate(() => window.player.stats());
  expect(due).toBe(44);
  expect(drawn).toBeGreaterThan(5);
  expect(late).toBeLessThanOrEqual(due);
  const frames = (await heard(page, "frame")) as number[];
  expect(frames).toEqual([...frames].sort((a, b) => a - b));
  await page.evaluate(() => {
    window.heard = [];
    window.player.play();
  });
  await until(page, "frame", 0);
  await page.evaluate(() => window.player.pause());
  await until(page, "playing", false);
  expect(await shownNumber(page)).toBeLessThan(44);
});

test("sound is the clock, and seeking while playing takes it along", async ({ page, served }) => {
  await open(page, served, served.numbered({ ...small, frameCount: 120, sound: true }));
  await page.evaluate(() => {
    const real = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function play() {
      Object.assign(window, { sound: this });
      return real.call(this);
    };
    window.player.setVolume(0.2);
    window.player.play();
  });
  await page.waitForFunction(() => window.heard.filter(([kind]) => kind === "frame").length > 8);
  await page.evaluate(() => window.player.seek(80 as never));
  await page.waitForFunction(() => Number(window.heard.findLast(([kind]) => kind === "frame")?.[1]) > 90);
  const { seconds, frame, volume } = await page.evaluate(() => {
    const { currentTime, volume } = (window as unknown as { sound: HTMLAudioElement }).sound;
    return {
      seconds: currentTime,
      volume,
      frame: Number(window.heard.findLast(([kind]) => kind === "frame")?.[1]),
    };
  });
  expect(volume).toBeCloseTo(0.2);
  expect(Math.abs(seconds * 30 - frame)).toBeLessThan(12);
  await until(page, "playing", false);
  expect(await shownNumber(page)).toBe(119);
  expect(await heard(page, "error")).toEqual([]);
});

test("comes back after the graphics card was lost; runs on the page where canvases cannot be handed over", async ({
  page,
  served,
}) => {
  await page.addInitScript(() =>
    Reflect.deleteProperty(HTMLCanvasElement.prototype, "transferControlToOffscreen"),
  );
  await open(page, served, served.numbered(small));
  expect(page.workers()).toEqual([]);
  await seek(page, 21);
  await page.evaluate(async () => {
    const canvas = document.querySelector("canvas");
    const loss = canvas?.getContext("webgl2")?.getExtension("WEBGL_lose_context");
    window.heard = [];
    loss?.loseContext();
    await new Promise((resolve) => canvas?.addEventListener("webglcontextlost", resolve, { once: true }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    loss?.restoreContext();
  });
  await until(page, "frame", 21);
  expect(await heard(page, "error")).toEqual([
    "The graphics card took the picture away; it returns by itself.",
  ]);
  expect(await shownNumber(page)).toBe(21);
});

test("a file that cannot be read: the server's frames; none of them either: one sentence", async ({
  page,
  served,
}) => {
  const clip = served.numbered(small);
  await open(page, served, { ...clip, url: clip.frameUrl.replace("{frame}", "0") });
  await seek(page, 30);
  expect([await shownNumber(page), await heard(page, "ready")]).toEqual([30, ["server"]]);
  const nowhere = { ...clip, url: "/clip1/none.mp4", frameUrl: "/clip1/none{frame}.jpg" };
  await expect(open(page, served, nowhere)).rejects.toThrow("The server could not give frame 0 (404).");
});

test("closing ends the worker and refuses what is asked later", async ({ page, served }) => {
  await open(page, served, served.numbered(small));
  expect(page.workers()).toHaveLength(1);
  const refusal = await page.evaluate(async () => {
    window.player.close();
    window.player.close();
    return window.player.grab().catch((error: Error) => error.message);
  });
  expect(refusal).toBe("The player was closed.");
  await expect.poll(() => page.workers().length).toBe(0);
});
