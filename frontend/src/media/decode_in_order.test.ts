import type { EncodedPacket } from "mediabunny";
import { afterEach, describe, expect, it, vi } from "vitest";
import { decodeInOrder } from "./decode_in_order";

/** Frames by their numbers, with who closed them; a decoder that takes a packet at a time and holds `delay` frames back. */
class FakeDecoder {
  static made: FakeDecoder[] = [];
  static delay = 0;
  static failsAt = -1;
  state = "unconfigured";
  decodeQueueSize = 0;
  ondequeue: (() => void) | null = null;
  config: VideoDecoderConfig | null = null;
  readonly given: number[] = [];
  readonly closed: number[] = [];
  readonly #held: number[] = [];
  readonly #init: VideoDecoderInit;

  constructor(init: VideoDecoderInit) {
    this.#init = init;
    FakeDecoder.made.push(this);
  }

  configure(config: VideoDecoderConfig): void {
    this.config = config;
    this.state = "configured";
  }

  decode(chunk: number): void {
    this.given.push(chunk);
    this.decodeQueueSize += 1;
    setTimeout(() => this.#take(chunk), 1);
  }

  async flush(): Promise<void> {
    await vi.waitFor(() => expect(this.decodeQueueSize).toBe(0));
    for (const one of this.#held.splice(0)) this.#give(one);
  }

  close(): void {
    this.state = "closed";
  }

  #take(chunk: number): void {
    if (this.state === "closed") return;
    this.decodeQueueSize -= 1;
    this.ondequeue?.();
    if (chunk === FakeDecoder.failsAt) {
      this.state = "closed";
      this.#init.error(new DOMException("The packet is damaged.", "EncodingError"));
      return;
    }
    this.#held.push(chunk);
    if (this.#held.length > FakeDecoder.delay) this.#give(this.#held.shift() ?? -1);
  }

  #give(timestamp: number): void {
    const frame = { timestamp, close: () => this.closed.push(timestamp) };
    this.#init.output(frame as unknown as VideoFrame);
  }
}

const config: VideoDecoderConfig = { codec: "avc1.64001f" };

function run(count: number, settings: { delay?: number; failsAt?: number } = {}) {
  vi.stubGlobal("VideoDecoder", FakeDecoder);
  FakeDecoder.delay = settings.delay ?? 0;
  FakeDecoder.failsAt = settings.failsAt ?? -1;
  const asked = { packets: 0, returned: false };
  async function* packets(): AsyncGenerator<EncodedPacket, void, unknown> {
    try {
      for (let k = 0; k < count; k++) {
        asked.packets += 1;
        yield { toEncodedVideoChunk: () => k } as unknown as EncodedPacket;
      }
    } finally {
      asked.returned = true;
    }
  }
  const frames = decodeInOrder(config, packets());
  const decoder = () => FakeDecoder.made.at(-1) as FakeDecoder;
  return { frames, asked, decoder };
}

afterEach(() => vi.unstubAllGlobals());

describe("decoding in order", () => {
  it.each([0, 3])("gives every frame, also from a decoder that holds %i back", async (delay) => {
    const { frames, asked, decoder } = run(20, { delay });
    const got: number[] = [];
    for await (const frame of frames) {
      got.push(frame.timestamp);
      frame.close();
    }
    expect(got).toEqual(Array.from({ length: 20 }, (_, k) => k));
    expect(decoder().closed).toEqual(got);
    expect([decoder().state, asked.returned]).toEqual(["closed", true]);
    expect(decoder().config).toEqual({ codec: "avc1.64001f", optimizeForLatency: true });
  });

  it("decodes hardly further than it is asked to", async () => {
    const { frames, asked, decoder } = run(100);
    for (let k = 0; k < 5; k++) (await frames.next()).value?.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(decoder().given.length).toBeLessThanOrEqual(5 + 3);
    expect(asked.packets).toBe(decoder().given.length);
    await frames.return();
  });

  it("closes the decoder and what nobody took", async () => {
    const { frames, asked, decoder } = run(100);
    (await frames.next()).value?.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await frames.return();
    const ends = decoder();
    expect(ends.closed).toEqual(ends.given);
    expect([ends.state, asked.returned]).toEqual(["closed", true]);
  });

  it("rejects with the decoder's error", async () => {
    const { frames, decoder, asked } = run(10, { failsAt: 4 });
    const got: number[] = [];
    const all = async () => {
      for await (const frame of frames) {
        got.push(frame.timestamp);
        frame.close();
      }
    };
    await expect(all()).rejects.toThrow("The packet is damaged.");
    expect(got.length).toBeLessThanOrEqual(4);
    expect(decoder().closed).toEqual(expect.arrayContaining(got));
    expect(asked.returned).toBe(true);
  });
});
