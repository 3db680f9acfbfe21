/** Every frame once and in order, whoever gives it. */
import { describe, expect, it, vi } from "vitest";
import { type Clip, type FrameIndex, frameIndex } from "../domain/clip";
import type { FrameSource } from "./frame_source";
import { framesInOrder } from "./frames_in_order";
import type { Picture } from "./picture";

const clip = { frameCount: 40 } as Clip;
const range = { first: frameIndex(7), last: frameIndex(15) };

/** Keyframes at every tenth frame; frames named in `missing` never come. */
function sourceOf(decoder: FrameSource["decoder"], missing: readonly number[] = []) {
  const given: FrameIndex[] = [];
  const closed: FrameIndex[] = [];
  const source: FrameSource & { ended: boolean } = {
    decoder,
    patience: 0,
    ended: false,
    runStart: async (frame) => frameIndex(Math.floor(frame / 10) * 10),
    async *pictures(from) {
      for (let k = from; k < clip.frameCount; k = frameIndex(k + 1)) {
        if (missing.includes(k)) continue;
        given.push(k);
        yield { frameIndex: k, close: () => closed.push(k) } as unknown as Picture;
      }
    },
    close: () => {
      source.ended = true;
    },
  };
  return { source, given, closed };
}

async function framesOf(decoded: FrameSource | null, served: FrameSource): Promise<number[]> {
  const frames: number[] = [];
  const sources = { decoded: async () => decoded, served: () => served };
  for await (const picture of framesInOrder(clip, range, sources)) {
    frames.push(picture.frameIndex);
    picture.close();
  }
  return frames;
}

const all = [7, 8, 9, 10, 11, 12, 13, 14, 15];

describe("frames in order", () => {
  it("begin at the range, end with it, and leave nothing open", async () => {
    const { source, given, closed } = sourceOf("webcodecs");
    expect(await framesOf(source, sourceOf("server").source)).toEqual(all);
    expect(closed).toEqual(given);
    expect(source.ended).toBe(true);
  });
  it("come from the server where nothing is decoded here, or from where that ends", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    expect(await framesOf(null, sourceOf("server").source)).toEqual(all);
    expect(await framesOf(sourceOf("webcodecs", [11]).source, sourceOf("server").source)).toEqual(all);
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });
  it("fail with the frame's number where nobody gives it", async () => {
    const [decoded, served] = [sourceOf("webcodecs", [11]).source, sourceOf("server", [12]).source];
    vi.spyOn(console, "warn").mockImplementationOnce(() => undefined);
    await expect(framesOf(decoded, served)).rejects.toThrow("Frame 12 of this clip could not be read.");
    expect(served.ended).toBe(true);
  });
});
