/** What the measurements need inside the page: when pixels changed, long tasks, and an engine that answers at once. */
import type { Page } from "@playwright/test";
import type { DrawStats, PlaybackStats, Player } from "../../src/worker/protocol";

declare global {
  interface Window {
    bench: {
      /** Tasks on the page of 50 ms and more: milliseconds since the navigation, and how long. */
      readonly longTasks: (readonly [start: number, length: number])[];
      /** Milliseconds from the navigation's start until the canvas showed anything. */
      firstPixels: number | null;
      /** Resolves with performance.now() when the canvas changed around this point, in shares of its size, within this share. */
      changed(x: number, y: number, side?: number): Promise<number>;
    };
    maskletPlayer?: Player;
  }
}

/** Before the page's own code runs. Looking for the first pixels holds the page up now and then: not where that is measured. */
export const watch = async (page: Page, looksForPixels = true): Promise<void> => {
  await page.addInitScript((looksForPixels) => {
    const longTasks: [number, number][] = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) longTasks.push([startTime, duration]);
    }).observe({ type: "longtask", buffered: true });
    const small = document.createElement("canvas");
    [small.width, small.height] = [8, 8];
    const context = small.getContext("2d", { willReadFrequently: true });
    const canvas = (): HTMLCanvasElement | null => document.querySelector('canvas[aria-label="Video frame"]');
    const patch = (x: number, y: number, side: number): string => {
      const from = canvas();
      if (from === null || context === null || from.width < 8) return "";
      const [w, h] = [from.width * side, from.height * side];
      context.drawImage(from, x * from.width - w / 2, y * from.height - h / 2, w, h, 0, 0, 8, 8);
      return context.getImageData(0, 0, 8, 8).data.join();
    };
    window.bench = {
      longTasks,
      firstPixels: null,
      async changed(x, y, side = 0.02) {
        const before = patch(x, y, side);
        for (const start = performance.now(); performance.now() - start < 10_000; ) {
          await new Promise((next) => requestAnimationFrame(next));
          if (patch(x, y, side) !== before) return performance.now();
        }
        throw new Error("nothing changed");
      },
    };
    const look = (): void => {
      // Looking at a canvas holds the page up, so nobody looks while the page says that it has nothing to show.
      const isOpening =
        document.querySelector('[aria-label^="Opening the clip"]') !== null ||
        window.maskletPlayer === undefined;
      const seen = isOpening ? "" : patch(0.5, 0.5, 1);
      const isBlank = seen === "" || /^(0,0,0,(0|255),?)+$/.test(seen);
      if (isBlank) requestAnimationFrame(look);
      else window.bench.firstPixels = performance.now();
    };
    if (looksForPixels) addEventListener("DOMContentLoaded", look);
  }, looksForPixels);
};

/** In pages opened from now on a click is answered at once with the next of these masks (then the first again): what is measured then is the client alone. */
export const answerClicksAtOnce = async (
  page: Page,
  masks: readonly string[],
  size: readonly [number, number],
): Promise<void> => {
  await page.addInitScript(
    ({ masks, size }) => {
      let answered = 0;
      const send = window.fetch;
      window.fetch = (input, init) => {
        if (!String(init?.body).includes("mutation AddPoints")) return send(input, init);
        const { variables } = JSON.parse(String(init?.body));
        const counts = masks[answered++ % masks.length];
        const mask = { objectId: variables.input.objectId, rleMask: { counts, size }, objectScore: 1 };
        const addPoints = { frameIndex: variables.input.frameIndex, rleMaskList: [mask] };
        return Promise.resolve(Response.json({ data: { addPoints } }));
      };
    },
    { masks, size },
  );
};

export const stats = (page: Page): Promise<PlaybackStats & DrawStats> =>
  page.evaluate(() => {
    if (window.maskletPlayer === undefined) throw new Error("there is no player");
    return window.maskletPlayer.stats();
  });
