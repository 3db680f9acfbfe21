/** WebGL draws every golden case of contract/effects within its tolerance, which the server's twin is held to as well. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import type { EffectSetting } from "../../src/domain/effect";
import type { Rle } from "../../src/domain/mask";
import { test } from "./player_page";

interface Golden {
  readonly frame: string;
  readonly objects: readonly { readonly colour: string; readonly rle: Rle }[];
  readonly cases: readonly {
    readonly effect: string;
    readonly values: EffectSetting["values"];
    readonly expected: string;
    readonly tolerance: number;
  }[];
}
type Case = Golden["cases"][number];

const contract = join(import.meta.dirname, "../../../contract/effects/golden.json");
const golden = JSON.parse(readFileSync(contract, "utf8")) as Golden;

/** Greatest difference of any channel of any pixel, and how many channels differ by more than the tolerance. */
const compare = (page: Page, { effect, values, expected, tolerance }: Case) =>
  page.evaluate(
    async ({ frame, objects, effect, values, expected, tolerance }) => {
      const { Compositor, MaskStore, pictureOf } = window.masklet;
      const image = async (name: string): Promise<ImageBitmap> =>
        createImageBitmap(await (await fetch(`/contract/effects/${name}`)).blob(), {
          colorSpaceConversion: "none",
        });
      const source = await image(frame);
      const { width, height } = source;
      const ids = objects.map((_, index) => index as never);
      const store = new MaskStore(width, height);
      store.setDrawn(ids);
      const masks = objects.map(({ rle }, index) => ({ objectId: index as never, rle, objectScore: 1 }));
      store.set([{ frameIndex: 0 as never, masks }]);
      const compositor = new Compositor(document.createElement("canvas"), width, height);
      compositor.draw({
        picture: pictureOf(0 as never, source),
        labels: store.idMap(0 as never),
        colours: objects.map(({ colour }) => colour),
        effect: { name: effect, values },
      });
      const shown = compositor.pixels() ?? [];
      const context = new OffscreenCanvas(width, height).getContext("2d");
      context?.drawImage(await image(expected), 0, 0);
      const wanted = context?.getImageData(0, 0, width, height).data ?? [];
      const differences = Array.from(wanted, (value, index) => Math.abs(value - (shown[index] ?? -999)));
      const wrong = differences.filter((difference) => difference > tolerance).length;
      return { worst: Math.max(...differences), wrong, channels: differences.length };
    },
    { frame: golden.frame, objects: golden.objects, effect, values, expected, tolerance },
  );

test("every effect draws its golden pictures", async ({ page, served }) => {
  await page.goto(`${served.address}e2e/player/page.html`);
  await page.waitForFunction(() => window.masklet !== undefined);
  expect(golden.cases.length).toBeGreaterThan(10);
  for (const wanted of golden.cases) {
    const { worst, wrong, channels } = await compare(page, wanted);
    expect(channels).toBe(160 * 90 * 4);
    expect.soft({ worst, wrong }, wanted.expected).toEqual({ worst: expect.any(Number), wrong: 0 });
    console.log(`${wanted.expected}: worst difference ${worst} of 255 (allowed ${wanted.tolerance})`);
  }
});
