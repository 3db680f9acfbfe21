/** How long a click takes until its mask is in the picture, on a 720p clip: from the pointer's press to changed pixels. */
import { expect, type Page } from "@playwright/test";
import { test } from "../support/server";
import { canvas } from "../support/stage";
import { BALLOON, openSample } from "./stage_steps";

interface Taken {
  /** Milliseconds from the press. */
  readonly sent: number;
  readonly answered: number;
  readonly drawn: number;
}

/** Listens for the next click and its answer in the page, then looks at the pixels under it as often as it can. */
function watchNextClick(page: Page): Promise<Taken> {
  return page.evaluate(async () => {
    const { maskletPlayer } = window as unknown as { maskletPlayer: { grab(): Promise<ImageData> } };
    const picture = document.querySelector("canvas")?.getBoundingClientRect() ?? new DOMRect();
    const before = await maskletPlayer.grab();
    const press = await new Promise<PointerEvent>((heard) =>
      window.addEventListener("pointerdown", heard, { once: true, capture: true }),
    );
    const start = performance.now();
    const x = Math.floor(((press.clientX - picture.left) / picture.width) * before.width);
    const y = Math.floor(((press.clientY - picture.top) / picture.height) * before.height);
    const at = 4 * (y * before.width + x);
    // Reading pixels back is dear without a graphics card, so it begins when the answer is there.
    const answer = () =>
      performance
        .getEntriesByType("resource")
        .find(({ name, startTime }) => name.endsWith("/graphql") && startTime >= start);
    while (answer() === undefined) await new Promise((wake) => setTimeout(wake, 2));
    for (;;) {
      const { data } = await maskletPlayer.grab();
      const isDrawn = [0, 1, 2].some((c) => Math.abs((data[at + c] ?? 0) - (before.data[at + c] ?? 0)) > 12);
      if (isDrawn) break;
      if (performance.now() - start > 10_000) throw new Error("no mask was drawn");
    }
    const drawn = performance.now() - start;
    const { startTime = 0, duration = 0 } = answer() ?? {};
    return { sent: startTime - start, answered: startTime + duration - start, drawn };
  });
}

test("a mask is in the picture within a second of the click", async ({ page }) => {
  const taken: Taken[] = [];
  for (let round = 0; round < 3; round++) {
    await openSample(page);
    const box = await canvas(page).boundingBox();
    if (box === null) throw new Error("there is no canvas");
    const watching = watchNextClick(page);
    await page.waitForTimeout(500);
    await page.mouse.click(box.x + BALLOON[0] * box.width, box.y + BALLOON[1] * box.height);
    taken.push(await watching);
  }
  const words = taken.map(
    (one) => `sent ${one.sent.toFixed()}, answered ${one.answered.toFixed()}, drawn ${one.drawn.toFixed()}`,
  );
  console.log(`click to mask, ms from the press: ${words.join("; ")}`);
  const middle = taken.map(({ drawn }) => drawn).sort((a, b) => a - b)[1] ?? Number.POSITIVE_INFINITY;
  // The promise is 1 s on a machine of its own, and is printed above; here others may be at work.
  expect(middle).toBeLessThan(2500);
});
