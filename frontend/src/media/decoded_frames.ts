/** Knows how frames are decoded here: mediabunny takes the MP4 apart by byte ranges, WebCodecs decodes it. */
import { EncodedPacketSink, Input, type InputVideoTrack, MP4, UrlSource } from "mediabunny";
import { type Clip, type FrameIndex, type FrameRate, frameIndex } from "../domain/clip";
import { decodeInOrder } from "./decode_in_order";
import type { FrameSource } from "./frame_source";
import { frameOfTimestamp, middleOf } from "./frame_times";
import { pairColour } from "./paired_colour";
import { type Image, type Picture, pictureOf } from "./picture";

const READ_AHEAD_BYTES = 32 * 2 ** 20;
const RETRIES = 4;

/** Waits 0.2, 0.4, 0.8, 1.6 s, then gives up: a person should hear of a dead server, and not wait for ever. */
const retryDelay = (attempts: number): number | null => (attempts < RETRIES ? 0.2 * 2 ** attempts : null);

/** Null where this browser cannot decode the clip; it must have WebCodecs. Rejects where the clip cannot be fetched. */
export async function openDecodedFrames(clip: Clip): Promise<FrameSource | null> {
  const source = new UrlSource(clip.url, { maxCacheSize: READ_AHEAD_BYTES, getRetryDelay: retryDelay });
  const input = new Input({ source, formats: [MP4] });
  try {
    const track = await input.getPrimaryVideoTrack();
    const config = (await track?.canDecode()) ? await track?.getDecoderConfig() : null;
    if (track !== null && config != null)
      return new DecodedFrames(input, track, config, clip.frameRate, await track.getFirstTimestamp());
  } catch (error) {
    input.dispose();
    throw error;
  }
  input.dispose();
  return null;
}

class DecodedFrames implements FrameSource {
  readonly decoder = "webcodecs";
  /** A run always goes on to where the next keyframe would begin a new one, so no more patience is needed. */
  readonly patience = 0;
  readonly #input: Input;
  readonly #packets: EncodedPacketSink;
  readonly #config: VideoDecoderConfig;
  readonly #rate: FrameRate;
  readonly #firstTimestamp: number;

  constructor(
    input: Input,
    track: InputVideoTrack,
    config: VideoDecoderConfig,
    rate: FrameRate,
    firstTimestamp: number,
  ) {
    this.#input = input;
    this.#packets = new EncodedPacketSink(track);
    this.#config = config;
    this.#rate = rate;
    this.#firstTimestamp = firstTimestamp;
  }

  async runStart(frame: FrameIndex): Promise<FrameIndex> {
    const packet = await this.#packets.getKeyPacket(this.#timeOf(frame), { metadataOnly: true });
    return packet === null ? frameIndex(0) : this.#frameOf(packet.timestamp);
  }

  async *pictures(from: FrameIndex): AsyncGenerator<Picture, void, undefined> {
    const key = (await this.#packets.getKeyPacket(this.#timeOf(from))) ?? undefined;
    for await (const decoded of decodeInOrder(this.#config, this.#packets.packets(key))) {
      const frame = this.#frameOf(decoded.timestamp / 1e6);
      // Where a run is asked for from between two keyframes.
      if (frame < from) decoded.close();
      else yield await takeOver(decoded, frame);
    }
  }

  close(): void {
    this.#input.dispose();
  }

  #timeOf(frame: FrameIndex): number {
    return this.#firstTimestamp + middleOf(frame, this.#rate);
  }

  #frameOf(timestamp: number): FrameIndex {
    return frameOfTimestamp(timestamp - this.#firstTimestamp, this.#rate);
  }
}

/** Closes what was decoded. A decoder stalls when many of its frames are kept, so what we keep is our own copy. */
export async function takeOver(decoded: VideoFrame, frame: FrameIndex): Promise<Picture> {
  try {
    return pictureOf(frame, await copyOf(decoded));
  } finally {
    decoded.close();
  }
}

async function copyOf(decoded: VideoFrame): Promise<Image> {
  const { format, visibleRect, colorSpace } = decoded;
  // A frame that lives on the graphics card may tell no format and cannot be read back; a bitmap can be made of any.
  if ((format !== "I420" && format !== "NV12") || visibleRect === null) return createImageBitmap(decoded);
  const { width, height } = visibleRect;
  const bytes = new Uint8Array(decoded.allocationSize());
  const [brightness, colour] = await decoded.copyTo(bytes);
  if (brightness === undefined || colour === undefined) return createImageBitmap(decoded);
  const across = Math.ceil(width / 2);
  if (format === "I420") pairColour(bytes, colour.offset, across * Math.ceil(height / 2));
  const layout = [
    brightness,
    { offset: colour.offset, stride: format === "I420" ? 2 * across : colour.stride },
  ];
  // Untagged files are read as BT.601, as the server reads them.
  const matrix = colorSpace.matrix === "bt709" ? "bt709" : "bt601";
  return { width, height, bytes, layout, matrix, fullRange: colorSpace.fullRange === true };
}
