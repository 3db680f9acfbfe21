/** Frames, times and sizes of movies; what browsers are asked for. */
import { describe, expect, it } from "vitest";
import { frameIndex } from "../domain/clip";
import { abilityFor, encodersFor } from "./movie_codecs";
import { MemoryFile } from "./movie_file";
import {
  bitrateFor,
  estimatedBytes,
  framesIn,
  lengthOf,
  rangeWithin,
  shownAt,
  wholeRange,
} from "./movie_plan";

const ntsc = { numerator: 24000, denominator: 1001 };
const clip = { width: 1280, height: 720, frameRate: ntsc, hasAudio: true };

describe("a movie's plan", () => {
  it("shows frame k from k / rate on, without drifting", () => {
    expect(shownAt(0, ntsc)).toEqual({ timestamp: 0, duration: 1001 / 24000 });
    expect(shownAt(24000, ntsc).timestamp).toBe(1001);
    expect(shownAt(86_313_000, ntsc).timestamp).toBe(3_599_971.375);
  });
  it("keeps ranges inside the clip and in order", () => {
    expect(wholeRange(120)).toEqual({ first: 0, last: 119 });
    expect(rangeWithin(90, -3, 50)).toEqual({ first: 0, last: 49 });
    const range = { first: frameIndex(10), last: frameIndex(33) };
    expect(framesIn(range)).toBe(24);
    expect(lengthOf(range, ntsc)).toBe(1.001);
  });
  it("spends less where the encoder or the person wants less", () => {
    const [high, small] = (["high", "small"] as const).map((quality) => bitrateFor(clip, quality, "avc"));
    expect(high).toBe(Math.round(1280 * 720 * (24000 / 1001) * 0.24));
    expect(small).toBeLessThan((high ?? 0) / 2);
    expect(bitrateFor(clip, "high", "vp9")).toBeLessThan(high ?? 0);
    const seconds = lengthOf(wholeRange(240), ntsc);
    expect(estimatedBytes(clip, wholeRange(240), 1_000_000)).toBe(Math.round((seconds * 1_128_000) / 8));
  });
});

describe("encoders", () => {
  it("are asked for with a level that allows the clip", () => {
    const first = (size: { width: number; height: number }, rate: number) => {
      const shape = { ...size, frameRate: { numerator: rate, denominator: 1 } };
      return [encodersFor("mp4", shape)[0]?.parameters, encodersFor("webm", shape)[0]?.parameters];
    };
    expect(first(clip, 30)).toEqual(["avc1.64001f", "vp09.00.31.08"]);
    expect(first(clip, 60)).toEqual(["avc1.640028", "vp09.00.40.08"]);
    expect(first({ width: 3840, height: 2160 }, 60)).toEqual(["avc1.640034", "vp09.00.51.08"]);
  });
  it("are the first that the browser has", async () => {
    const only = (codec: string) => async (config: VideoEncoderConfig) => config.codec.startsWith(codec);
    expect(await abilityFor("webm", clip, only("av01"), true)).toMatchObject({ encoder: { codec: "av1" } });
    expect(await abilityFor("mp4", clip, only("vp"), true)).toEqual({ able: false, why: "no-encoder" });
    expect(await abilityFor("mp4", clip, only("avc"), false)).toMatchObject({ able: false });
  });
});

describe("a movie in memory", () => {
  it("is written anywhere, up to its limit", async () => {
    const file = new MemoryFile(2 ** 21);
    await file.write(Uint8Array.of(1, 2, 3), 2 ** 20 + 5);
    await file.write(Uint8Array.of(9), 0);
    const bytes = new Uint8Array(await (await file.finish()).arrayBuffer());
    expect([bytes.length, bytes[0], bytes.at(-1)]).toEqual([2 ** 20 + 8, 9, 3]);
    await expect(file.write(Uint8Array.of(1), 2 ** 21)).rejects.toThrow("at most 2 MB");
  });
});
