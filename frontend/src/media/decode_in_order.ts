/**
 * Knows how packets become frames: no sooner than they are asked for. A decoder that is given all packets at once goes on
 * for dozens of frames past the wanted one, and where it shares the processor with what draws, the wanted one comes late.
 */
import type { EncodedPacket } from "mediabunny";

/** So many packets wait at the decoder, which decodes them while the frame before is copied. */
const WAITING = 2;

/**
 * The packets begin with a key packet, are in order of decoding, and are had no further than needed. Whoever takes a frame
 * closes it. Rejects with the decoder's error.
 */
export async function* decodeInOrder(
  config: VideoDecoderConfig,
  packets: AsyncGenerator<EncodedPacket, void, unknown>,
): AsyncGenerator<VideoFrame, void, undefined> {
  const frames: VideoFrame[] = [];
  const failures: DOMException[] = [];
  let stir = (): void => undefined;
  const decoder = new VideoDecoder({
    output: (frame) => {
      frames.push(frame);
      stir();
    },
    error: (error) => {
      failures.push(error);
      stir();
    },
  });
  decoder.ondequeue = () => stir();
  let isOver = false;
  try {
    // Without it decoders hold frames back until more packets come.
    decoder.configure({ ...config, optimizeForLatency: true });
    for (;;) {
      const stirred = new Promise<void>((resolve) => {
        stir = resolve;
      });
      if (failures[0] !== undefined) throw failures[0];
      const frame = frames.shift();
      if (frame !== undefined) yield frame;
      else if (isOver) return;
      else if (decoder.decodeQueueSize >= WAITING) await stirred;
      else isOver = await feed(decoder, packets);
    }
  } finally {
    for (const frame of frames) frame.close();
    if (decoder.state !== "closed") decoder.close();
    await packets.return();
  }
}

/** One packet more; true where there was none, and the decoder gave all that it had. */
async function feed(
  decoder: VideoDecoder,
  packets: AsyncGenerator<EncodedPacket, void, unknown>,
): Promise<boolean> {
  const { value: packet } = await packets.next();
  // It may have failed meanwhile, and says so itself.
  if (decoder.state === "closed") return false;
  if (packet === undefined) await decoder.flush();
  else decoder.decode(packet.toEncodedVideoChunk());
  return packet === undefined;
}
