/** Masks of a movie: fetched by the page, one ahead, the page before kept. */
import { describe, expect, it } from "vitest";
import { frameIndex } from "../domain/clip";
import { MaskSupply, PAGE_FRAMES } from "./mask_supply";

function setting(frameCount: number) {
  const asked: (readonly [number, number])[] = [];
  const held = new Set<number>();
  const want = async (first: number, last: number) => {
    asked.push([first, last]);
    return Array.from({ length: last - first + 1 }, (_, k) => ({
      frameIndex: frameIndex(first + k),
      masks: [],
    }));
  };
  const supply = new MaskSupply(frameCount, want, {
    set: (frames) => frames.forEach((frame) => void held.add(frame.frameIndex)),
    clear: () => held.clear(),
  });
  return { asked, held, supply };
}

describe("the supply of masks", () => {
  it("asks for each page once, one ahead, and holds two", async () => {
    const { asked, held, supply } = setting(500);
    for (let k = 0; k < 500; k++) {
      await supply.bring(frameIndex(k));
      expect(held.has(k)).toBe(true);
      expect(held.size).toBeLessThanOrEqual(2 * PAGE_FRAMES);
    }
    expect(asked.map(([first]) => first)).toEqual([0, 120, 240, 360, 480]);
    expect(asked.at(-1)).toEqual([480, 499]);
  });
  it("begins with the page before a range, for what trails behind", async () => {
    const { asked, held, supply } = setting(300);
    await supply.bring(frameIndex(130));
    expect(asked.map(([first]) => first)).toEqual([0, 120, 240]);
    expect(held.has(119)).toBe(true);
  });
  it("fails when a page's turn comes, not before", async () => {
    const want = async (first: number) => {
      if (first > 0) throw new Error("The server does not answer.");
      return [];
    };
    const supply = new MaskSupply(240, want, { set: () => undefined, clear: () => undefined });
    await supply.bring(frameIndex(0));
    await supply.bring(frameIndex(119));
    await expect(supply.bring(frameIndex(120))).rejects.toThrow("The server does not answer.");
  });
});
