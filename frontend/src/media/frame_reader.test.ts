import { describe, expect, it, vi } from "vitest";
import { type FrameIndex, frameIndex } from "../domain/clip";
import { FrameCache } from "./frame_cache";
import { FrameReader } from "./frame_reader";
import type { FrameSource } from "./frame_source";
import type { Picture } from "./picture";
import type { Timer } from "./timer";

const PICTURE_BYTES = 10;

/** Counts what is open; keyframes every `gop` frames; can be told to break off. */
class CountingSource implements FrameSource {
  readonly decoder = "webcodecs";
  readonly patience = 0;
  readonly made: number[] = [];
  readonly open = new Map<number, number>();
  runs = 0;
  closedTwice = 0;
  isClosed = false;
  brokenFrom = Number.POSITIVE_INFINITY;
  gap = -1;

  constructor(
    readonly frameCount: number,
    readonly gop: number,
  ) {}

  async runStart(frame: FrameIndex): Promise<FrameIndex> {
    return frameIndex(frame - (frame % this.gop));
  }

  async *pictures(from: FrameIndex): AsyncGenerator<Picture, void, undefined> {
    this.runs += 1;
    for (let k = from; k < this.frameCount; k = frameIndex(k + 1)) {
      await Promise.resolve();
      if (k >= this.brokenFrom) throw new Error("The file is damaged.");
      if (k !== this.gap) yield this.#picture(k);
    }
  }

  close(): void {
    this.isClosed = true;
  }

  get openPictures(): number {
    return [...this.open.values()].reduce((sum, count) => sum + count, 0);
  }

  #picture(k: FrameIndex): Picture {
    this.made.push(k);
    this.open.set(k, (this.open.get(k) ?? 0) + 1);
    let closed = false;
    const close = (): void => {
      if (closed) this.closedTwice += 1;
      closed = true;
      this.open.set(k, (this.open.get(k) ?? 0) - 1);
    };
    return { frameIndex: k, image: {} as ImageBitmap, bytes: PICTURE_BYTES, close };
  }
}

function reading(frameCount: number, gop: number, pictures = 1000) {
  const source = new CountingSource(frameCount, gop);
  const cache = new FrameCache(pictures * PICTURE_BYTES);
  const onFailure = vi.fn<(error: unknown) => void>();
  const rests: (() => void)[] = [];
  const timer: Timer = (callback) => {
    rests.push(callback);
    return () => rests.splice(rests.indexOf(callback), 1);
  };
  const listeners = { onPicture: () => undefined, onFailure };
  const reader = new FrameReader(source, cache, frameCount, listeners, timer);
  /** The rest after a jump goes by, and all that is wanted then is read. */
  const rested = async (): Promise<void> => {
    await settled();
    for (const over of rests.splice(0)) over();
    await settled();
  };
  return { source, cache, reader, onFailure, rests, rested };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe("FrameReader", () => {
  it("gives exactly the wanted frame, and everything from its keyframe on stays near", async () => {
    const { source, reader, rested } = reading(100, 20);
    expect((await reader.read(frameIndex(37)))?.frameIndex).toBe(37);
    await rested();
    expect(source.made[0]).toBe(20);
    const before = source.made.length;
    expect((await reader.read(frameIndex(36)))?.frameIndex).toBe(36);
    expect((await reader.read(frameIndex(38)))?.frameIndex).toBe(38);
    await rested();
    expect(source.made.length - before).toBeLessThanOrEqual(2);
  });

  it("goes on with a run while nothing better begins nearer", async () => {
    const { source, reader, rested } = reading(100, 50);
    await reader.read(frameIndex(3));
    await rested();
    await reader.read(frameIndex(30));
    await rested();
    expect(source.runs).toBe(1);
    expect(new Set(source.made).size).toBe(source.made.length);
    await reader.read(frameIndex(90));
    expect(source.runs).toBe(2);
  });

  it("lets the newest wish win; the older ones resolve without a picture", async () => {
    const { reader } = reading(100, 10);
    const wishes = [50, 80, 12].map((frame) => reader.read(frameIndex(frame)));
    expect((await Promise.all(wishes)).map((picture) => picture?.frameIndex)).toEqual([
      undefined,
      undefined,
      12,
    ]);
  });

  it("never holds more than its bytes, and closes each picture once", async () => {
    const { source, cache, reader, rested } = reading(200, 25, 12);
    for (const frame of [0, 150, 60, 199, 61, 20]) {
      expect((await reader.read(frameIndex(frame)))?.frameIndex).toBe(frame);
      await rested();
      expect(cache.bytes).toBeLessThanOrEqual(12 * PICTURE_BYTES);
      expect(source.openPictures).toBe(cache.bytes / PICTURE_BYTES);
    }
    await reader.close();
    expect([source.openPictures, source.closedTwice, source.isClosed]).toEqual([0, 0, true]);
  });

  it("reads nothing but the wanted frame's way after a jump, until the picture had time to be shown", async () => {
    const { source, reader, rests, rested } = reading(100, 20);
    const numbers = (first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index);
    await reader.read(frameIndex(55));
    await settled();
    expect(source.made.splice(0)).toEqual(numbers(40, 55));
    await rested();
    expect(source.made.splice(0)).toEqual(numbers(56, 67));
    await reader.read(frameIndex(10));
    await rested();
    source.made.splice(0);
    // A frame that is there already: its neighbours wait as well.
    await reader.read(frameIndex(67));
    await settled();
    expect(source.made).toEqual([]);
    await rested();
    expect(source.made.filter((k) => k > 67)).toEqual(numbers(68, 79));
    expect(rests).toHaveLength(0);
  });

  it("reads on at once for steps, and where playing begins during a rest", async () => {
    const { source, reader, rested } = reading(100, 50);
    await reader.read(frameIndex(0));
    await rested();
    await reader.read(frameIndex(1));
    await settled();
    expect(source.made.at(-1)).toBe(13);
    await reader.read(frameIndex(60));
    await settled();
    expect(source.made.at(-1)).toBe(60);
    reader.follow(frameIndex(60));
    await settled();
    expect(source.made.at(-1)).toBe(72);
  });

  it("rests no more once it is closed, or where a frame could not be had", async () => {
    const { source, reader, rests } = reading(100, 10);
    await reader.read(frameIndex(50));
    expect(rests).toHaveLength(1);
    source.brokenFrom = 70;
    await expect(reader.read(frameIndex(75))).rejects.toThrow("damaged");
    expect(rests).toHaveLength(0);
    await reader.read(frameIndex(30));
    expect(rests).toHaveLength(1);
    await reader.close();
    expect(rests).toHaveLength(0);
  });

  it("closes what arrives after it was closed, and resolves who waits", async () => {
    const { source, reader } = reading(100, 50);
    const waiting = reader.read(frameIndex(49));
    await Promise.resolve();
    const closing = reader.close();
    expect(await waiting).toBeNull();
    await closing;
    await settled();
    expect(source.openPictures).toBe(0);
  });

  it("says so where a frame cannot be had, and reads on elsewhere", async () => {
    const { source, reader } = reading(100, 10);
    source.brokenFrom = 40;
    await expect(reader.read(frameIndex(45))).rejects.toThrow("damaged");
    expect((await reader.read(frameIndex(22)))?.frameIndex).toBe(22);
    const short = reading(100, 10);
    short.source.gap = 33;
    await expect(short.reader.read(frameIndex(33))).rejects.toThrow(
      "Frame 33 of this clip could not be read.",
    );
  });

  it("tells of a failure ahead while playing", async () => {
    const { source, reader, onFailure } = reading(100, 10);
    source.brokenFrom = 8;
    reader.follow(frameIndex(0));
    await settled();
    expect(onFailure).toHaveBeenCalledOnce();
    expect(reader.peek(frameIndex(7))?.frameIndex).toBe(7);
  });
});

describe("FrameCache", () => {
  it("lets go of what is furthest from the playhead, never of the playhead", () => {
    const source = { closed: [] as number[] };
    const picture = (k: number): Picture => ({
      frameIndex: frameIndex(k),
      image: {} as ImageBitmap,
      bytes: 1,
      close: () => source.closed.push(k),
    });
    const cache = new FrameCache(3);
    cache.playhead = frameIndex(10);
    for (const k of [10, 4, 13, 12]) cache.put(picture(k));
    expect(source.closed).toEqual([4]);
    cache.put(picture(100));
    expect(source.closed).toEqual([4, 100]);
    cache.put(picture(12));
    expect(source.closed).toEqual([4, 100, 12]);
    expect([10, 12, 13].every((k) => cache.has(frameIndex(k)))).toBe(true);
  });
});
