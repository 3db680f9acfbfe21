import { afterEach, describe, expect, it, vi } from "vitest";
import { type Clip, type FrameIndex, frameIndex } from "../domain/clip";
import { ClipFrames } from "./clip_frames";
import { takeOver } from "./decoded_frames";
import type { FrameSource } from "./frame_source";
import { frameAt, frameOfTimestamp, middleOf, startOf } from "./frame_times";
import { isPlanes, type Picture } from "./picture";
import { fetchPictureOf, REQUESTS_AT_ONCE, ServedFrames } from "./served_frames";

afterEach(() => vi.restoreAllMocks());

const clip: Clip = {
  path: "a",
  url: "/a.mp4",
  frameUrl: "/frames/a/{frame}.jpg",
  width: 4,
  height: 2,
  frameCount: 50,
  frameRate: { numerator: 30, denominator: 1 },
  hasAudio: false,
};

describe("frame times", () => {
  const rates = [
    { numerator: 24000, denominator: 1001 },
    { numerator: 25, denominator: 1 },
    { numerator: 30000, denominator: 1001 },
    { numerator: 60, denominator: 1 },
  ];

  it.each(rates)("go there and back for an hour at $numerator / $denominator", (rate) => {
    for (let k = 0; k < 216_000; k += 97) {
      const microseconds = Math.floor(startOf(k, rate) * 1e6) / 1e6;
      expect(frameOfTimestamp(microseconds, rate)).toBe(k);
      expect(frameAt(startOf(k, rate), rate)).toBe(k);
      expect(frameAt(middleOf(frameIndex(k), rate), rate)).toBe(k);
    }
  });
});

/** What was decoded; it counts its ends. */
function decodedAs(format: string | null) {
  const ends = { frame: 0 };
  const frame = {
    format,
    visibleRect: { width: 4, height: 2 },
    colorSpace: { matrix: "bt709", fullRange: false },
    allocationSize: () => 12,
    copyTo: async (bytes: Uint8Array) => {
      bytes.set([1, 2, 3, 4, 5, 6, 7, 8, 50, 51, 90, 91]);
      return [
        { offset: 0, stride: 4 },
        { offset: 8, stride: 2 },
        { offset: 10, stride: 2 },
      ];
    },
    close: () => {
      ends.frame += 1;
    },
  };
  return { ends, frame, decoded: frame as unknown as VideoFrame };
}

describe("decoded frames", () => {
  it("are copied, so that the decoder has its own back at once", async () => {
    const { ends, decoded } = decodedAs("I420");
    const { image, bytes } = await takeOver(decoded, frameIndex(3));
    expect(ends).toEqual({ frame: 1 });
    expect(bytes).toBe(12);
    expect(isPlanes(image) && image).toMatchObject({ matrix: "bt709", width: 4, height: 2 });
    expect(isPlanes(image) && image.layout).toEqual([
      { offset: 0, stride: 4 },
      { offset: 8, stride: 4 },
    ]);
    expect(isPlanes(image) && [...image.bytes]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 50, 90, 51, 91]);
  });

  it("become bitmaps where they cannot be read, which their owner closes", async () => {
    const close = vi.fn<() => void>();
    vi.stubGlobal("createImageBitmap", async () => ({ width: 4, height: 2, close }));
    const { ends, decoded } = decodedAs(null);
    const picture = await takeOver(decoded, frameIndex(3));
    expect(ends).toEqual({ frame: 1 });
    expect(picture.bytes).toBe(32);
    picture.close();
    expect(close).toHaveBeenCalledOnce();
  });

  it("are closed even where copying fails", async () => {
    const { ends, frame, decoded } = decodedAs("I420");
    frame.copyTo = () => Promise.reject(new Error("lost"));
    await expect(takeOver(decoded, frameIndex(3))).rejects.toThrow("lost");
    expect(ends).toEqual({ frame: 1 });
  });
});

/** Answers after a while, and counts. */
class Server {
  open = 0;
  atOnce = 0;
  most = 0;
  readonly asked: number[] = [];
  failing = -1;

  readonly fetchPicture = async (frame: FrameIndex): Promise<Picture> => {
    this.asked.push(frame);
    this.most = Math.max(this.most, ++this.atOnce);
    await new Promise((resolve) => setTimeout(resolve, (frame * 7) % 5));
    this.atOnce -= 1;
    if (frame === this.failing) throw new Error("not there");
    this.open += 1;
    const close = (): void => {
      this.open -= 1;
    };
    return { frameIndex: frame, image: {} as ImageBitmap, bytes: 1, close };
  };
}

describe("served frames", () => {
  it("come in order, a few at a time, to the clip's end", async () => {
    const server = new Server();
    const got: number[] = [];
    for await (const picture of new ServedFrames(20, server.fetchPicture).pictures(frameIndex(5))) {
      got.push(picture.frameIndex);
      picture.close();
    }
    expect(got).toEqual(Array.from({ length: 15 }, (_, index) => index + 5));
    expect(server.most).toBe(REQUESTS_AT_ONCE);
    expect(server.open).toBe(0);
  });

  it("closes what nobody takes any more", async () => {
    const server = new Server();
    const pictures = new ServedFrames(20, server.fetchPicture).pictures(frameIndex(0));
    (await pictures.next()).value?.close();
    await pictures.return();
    expect(server.open).toBe(0);
  });

  it("rejects in turn, and tells what the server said", async () => {
    const server = new Server();
    server.failing = 2;
    const pictures = new ServedFrames(20, server.fetchPicture).pictures(frameIndex(0));
    for (let index = 0; index < 2; index++) (await pictures.next()).value?.close();
    await expect(pictures.next()).rejects.toThrow("not there");
    expect(server.open).toBe(0);
    const fetched = () => fetchPictureOf(clip)(frameIndex(7), new AbortController().signal);
    vi.stubGlobal("fetch", async () => new Response("", { status: 503 }));
    await expect(fetched()).rejects.toThrow("The server could not give frame 7 (503).");
    const gone = { error: { code: "VIDEO_NOT_FOUND", message: "The file of this video is missing." } };
    vi.stubGlobal("fetch", async () => Response.json(gone, { status: 404 }));
    await expect(fetched()).rejects.toThrow("The file of this video is missing.");
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(fetched()).rejects.toThrow("The server does not answer.");
  });
});

describe("ClipFrames", () => {
  const listeners = () => ({
    onPicture: vi.fn<(k: FrameIndex) => void>(),
    onFailure: vi.fn<(e: unknown) => void>(),
  });
  const served = (server: Server) => (): FrameSource =>
    new ServedFrames(clip.frameCount, server.fetchPicture);

  it("asks the server where nothing can be decoded, or opening fails", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    for (const open of [async () => null, () => Promise.reject(new Error("no range requests"))]) {
      const server = new Server();
      const frames = new ClipFrames(clip, open, served(server), listeners());
      expect((await frames.read(frameIndex(9)))?.frameIndex).toBe(9);
      expect(frames.decoder).toBe("server");
      await frames.close();
      expect(server.open).toBe(0);
    }
  });

  it("turns to the server where the decoder gives up in the middle", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const server = new Server();
    const decoded: FrameSource = {
      ...new ServedFrames(clip.frameCount, server.fetchPicture),
      decoder: "webcodecs",
      patience: 0,
      runStart: async () => frameIndex(0),
      // biome-ignore lint/correctness/useYield: it fails before its first picture.
      async *pictures() {
        throw new Error("decoding error");
      },
      close: vi.fn<() => void>(),
    };
    const frames = new ClipFrames(clip, async () => decoded, served(server), listeners());
    expect((await frames.read(frameIndex(9)))?.frameIndex).toBe(9);
    expect(frames.decoder).toBe("server");
    expect(decoded.close).toHaveBeenCalledOnce();
  });
});
