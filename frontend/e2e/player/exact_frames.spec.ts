/** Frame k of the clip is frame k on the canvas: first, last and random ones, at every rate, with and without WebCodecs. */
import { expect } from "@playwright/test";
import { open, seek, shownNumber, test } from "./player_page";

const rates = [
  [24000, 1001],
  [25, 1],
  [30000, 1001],
  [60, 1],
] as const;

/** Ten frames that look random and are the same in every run. */
const randomFrames = (count: number, seed: number): number[] =>
  Array.from({ length: 10 }, (_, index) => (seed * 7919 + index * index * 131 + index * 53) % count);

for (const rate of rates)
  for (const decoder of ["webcodecs", "server"] as const)
    test(`${(rate[0] / rate[1]).toFixed(3)} frames per second, frames by ${decoder}`, async ({
      page,
      served,
    }) => {
      if (decoder === "server")
        await page.addInitScript(() => Reflect.deleteProperty(window, "VideoDecoder"));
      const clip = served.numbered({ frameCount: 150, rate });
      await open(page, served, clip);
      expect(await page.evaluate(() => window.heard.find(([kind]) => kind === "ready"))).toEqual([
        "ready",
        decoder,
      ]);
      for (const frame of [0, clip.frameCount - 1, ...randomFrames(clip.frameCount, rate[0])]) {
        await seek(page, frame);
        expect(await shownNumber(page)).toBe(frame);
      }
    });
