/** WebGL draws every golden case of contract/effects within its tolerance, which the server's twin is held to as well. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import type { EffectSetting } from "../../src/domain/effect";
import type { Rle } from "../../src/domain/mask";
import { test } from "./player_page";

interface Golden {
  readonly frame: string;
  readonly frameIndex: number;
  readonly objects: readonly { readonly name: string; readonly colour: string; readonly rle: Rle }[];
  readonly before: Readonly<Record<string, readonly Rle[]>>;
  readonly cases: readonly {
    readonly layers: readonly {
      readonly effect: string;
      readonly values: EffectSetting["values"];
      readonly objectIds: readonly number[] | null;
    }[];
    readonly expected: string;
    readonly tolerance: number;
  }[];
}
type Case = Golden["cases"][number];

const contract = join(import.meta.dirname, "../../../contract/effects/golden.json");
const { cases, ...golden } = JSON.parse(readFileSync(contract, "utf8")) as Golden;

/** Edges of text, rays and nearest labels may fall on the other side at so many of the channels; the rest must be within the tolerance. */
const OUTLIERS = 0.002;

/** The mean and greatest difference of channels, and the share of channels that differ by more than the tolerance. */
const compare = (page: Page, { layers, expected, tolerance }: Case) =>
  page.evaluate(
    async ({ frame, frameIndex, objects, before, layers, expected, tolerance }) => {
      const { Compositor, MaskStore, pictureOf, paintGhosts, imageOf } = window.masklet;
      const image = async (name: string): Promise<ImageBitmap> =>
        createImageBitmap(await (await fetch(`/contract/effects/${name}`)).blob(), {
          colorSpaceConversion: "none",
        });
      const source = await image(frame);
      const { width, height } = source;
      const store = new MaskStore(width, height);
      store.setDrawn(objects.map((_, index) => index as never));
      const masksOf = (list: readonly (typeof objects)[number]["rle"][]) =>
        list.map((rle, index) => ({ objectId: index as never, rle, objectScore: 1 }));
      store.set([{ frameIndex: frameIndex as never, masks: masksOf(objects.map(({ rle }) => rle)) }]);
      for (const [index, old] of Object.entries(before))
        store.set([{ frameIndex: Number(index) as never, masks: masksOf(old) }]);
      const images = new Map<string, ImageBitmap>();
      for (const { values } of layers)
        for (const value of Object.values(values))
          if (String(value).startsWith("data:")) images.set(String(value), await imageOf(String(value)));
      const compositor = new Compositor(document.createElement("canvas"), width, height);
      compositor.draw({
        picture: pictureOf(frameIndex as never, source),
        frame: frameIndex as never,
        labels: store.idMap(frameIndex as never),
        objects: objects.map(({ name, colour }, index) => ({ objectId: index as never, name, colour })),
        stack: layers.map(({ effect, values, objectIds }, index) => ({
          id: String(index),
          effect: { name: effect, values },
          objectIds: objectIds as never,
          enabled: true,
        })),
        images,
        ghostVersion: 0,
        ghosts: (count, spacing) => {
          const words = new Uint16Array(width * height);
          paintGhosts(store.ghosts(frameIndex as never, count, spacing), words);
          return words;
        },
      });
      const shown = compositor.pixels() ?? [];
      compositor.dispose();
      const context = new OffscreenCanvas(width, height).getContext("2d");
      context?.drawImage(await image(expected), 0, 0);
      const wanted = context?.getImageData(0, 0, width, height).data ?? [];
      const differences = Array.from(wanted, (value, index) => Math.abs(value - (shown[index] ?? -999)));
      const wrong = differences.filter((difference) => difference > tolerance).length;
      const mean = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
      return {
        worst: Math.max(...differences),
        mean,
        wrong: wrong / differences.length,
        channels: differences.length,
      };
    },
    { ...golden, layers, expected, tolerance },
  );

test("every effect draws its golden pictures", async ({ page, served }) => {
  test.setTimeout(180_000);
  await page.goto(`${served.address}e2e/player/page.html`);
  await page.waitForFunction(() => window.masklet !== undefined);
  expect(cases.length).toBeGreaterThan(10);
  for (const wanted of cases) {
    const { worst, mean, wrong, channels } = await compare(page, wanted);
    expect(channels).toBe(160 * 90 * 4);
    expect.soft(wrong, wanted.expected).toBeLessThan(OUTLIERS);
    expect.soft(mean, wanted.expected).toBeLessThan(1);
    console.log(
      `${wanted.expected}: worst ${worst}, mean ${mean.toFixed(3)} of 255; ${(100 * wrong).toFixed(3)} % beyond ${wanted.tolerance}`,
    );
  }
});
