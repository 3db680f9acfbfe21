/** Measures the player at 720p and prints what docs/benchmarks.md quotes; the bounds are loose, for machines that do more. */
import { expect, type Page } from "@playwright/test";
import { open, seek, test } from "../player/player_page";

const FRAMES = 240;

/** Ten discs that wander, on every frame. */
const addTenObjects = (page: Page): Promise<void> =>
  page.evaluate((frames) => {
    const [height, width] = [720, 1280];
    const disc = (centreX: number, centreY: number): Uint8Array => {
      const mask = new Uint8Array(height * width);
      for (let dx = -110; dx <= 110; dx++) {
        const half = Math.floor(Math.sqrt(110 * 110 - dx * dx)) + (dx & 3);
        const column = Math.max(0, Math.min(width - 1, centreX + dx)) * height;
        mask.fill(1, column + Math.max(0, centreY - half), column + Math.min(height, centreY + half));
      }
      return mask;
    };
    const objects = Array.from({ length: 10 }, (_, index) => index as never);
    const colour = (index: number): string =>
      `#${(0x3050a0 + index * 0x151311).toString(16).padStart(6, "0")}`;
    window.player.setObjects(objects.map((objectId, i) => ({ objectId, colour: colour(i), visible: true })));
    const shapes = Array.from({ length: 40 }, (_, step) =>
      objects.map((objectId, i) => ({
        objectId,
        rle: window.masklet.encode(disc(140 + i * 110 + step, 200 + (i % 3) * 160 + step * 2), height, width),
        objectScore: 1,
      })),
    );
    const frameMasks = (frame: number) => ({ frameIndex: frame as never, masks: shapes[frame % 40] ?? [] });
    window.player.setMasks(Array.from({ length: frames }, (_, frame) => frameMasks(frame)));
  }, FRAMES);

/** Milliseconds from asking to the canvas, for frames far apart and for single steps forward and back. */
const seekTimes = (page: Page, frames: readonly number[]): Promise<number[]> =>
  page.evaluate(async (frames) => {
    const times: number[] = [];
    for (const frame of frames) {
      const start = performance.now();
      await window.player.seek(frame as never);
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b);
  }, frames);

const median = (sorted: readonly number[]): string => (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1);
const greatest = (sorted: readonly number[]): string => (sorted.at(-1) ?? 0).toFixed(1);

/** Plays a while; resolves with what was counted. */
const playFor = (page: Page, milliseconds: number) =>
  page.evaluate(async (milliseconds) => {
    window.player.play();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    window.player.pause();
    return window.player.stats();
  }, milliseconds);

test("720p with ten objects: seeks, draws and plays in time", async ({ page, served }) => {
  const clip = served.numbered({ frameCount: FRAMES, rate: [30, 1], size: [1280, 720] });
  await open(page, served, clip);
  // About as large as the stage shows it in a window of 1280 x 720.
  await page.evaluate(() =>
    document.querySelector("canvas")?.setAttribute("style", "width: 860px; height: 484px"),
  );
  await addTenObjects(page);
  const far = await seekTimes(page, [200, 20, 130, 70, 235, 5, 110, 55, 170, 90]);
  const steps = await seekTimes(page, [91, 92, 93, 94, 93, 92, 91, 90, 89, 88]);
  console.log(
    `seek far: ${median(far)} ms, at most ${greatest(far)}; step: ${median(steps)} ms, at most ${greatest(steps)}`,
  );

  for (const name of ["overlay", "blur_background"]) {
    await page.evaluate((name) => {
      window.player.setEffects([{ id: name, effect: { name, values: {} }, objectIds: null, enabled: true }]);
    }, name);
    await seek(page, 0);
    const { due, drawn, late } = await playFor(page, 4000);
    console.log(
      `${name}: ${due} frames due, ${drawn} drawn, ${late} late (${((100 * late) / due).toFixed(1)} %)`,
    );
    expect(due).toBeGreaterThan(90);
    expect(late).toBeLessThan(due);
  }
});
