/** Knows how a clip's sound gets into a movie: its packets as they are where the container takes them, else encoded anew. */
import {
  AudioSampleSink,
  AudioSampleSource,
  canEncodeAudio,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  MP4,
  type Output,
  Quality,
  UrlSource,
} from "mediabunny";
import type { Clip } from "../domain/clip";
import type { FrameRange, Silence } from "../domain/movie";
import { startOf } from "./frame_times";
import { SOUND_BITRATE } from "./movie_plan";

const READ_AHEAD_BYTES = 4 * 2 ** 20;

/** Opus knows this rate only; AAC plays it everywhere. */
const HERTZ = 48_000;

/** Sound on its way into one movie. Its owner closes it. */
export interface ClipSound {
  /** Adds what is heard up to so many seconds of the movie. */
  upTo(seconds: number): Promise<void>;
  /** Nothing comes any more. */
  end(): void;
  close(): void;
}

export type SoundOrSilence = ClipSound | Silence | null;

/** Adds a track to the output, which has not started. Null where the clip has no sound; a reason where it is lost. */
export async function soundFor(output: Output, clip: Clip, range: FrameRange): Promise<SoundOrSilence> {
  if (!clip.hasAudio) return null;
  const source = new UrlSource(clip.url, { maxCacheSize: READ_AHEAD_BYTES });
  const input = new Input({ source, formats: [MP4] });
  const track = await input.getPrimaryAudioTrack();
  const pieces = track === null ? null : await piecesOf(output, input, track, clip, range);
  if (pieces === null || typeof pieces === "string") input.dispose();
  return pieces === null || typeof pieces === "string" ? pieces : new Feed(input, pieces);
}

/** Steps through the sound: each adds one piece; answers when the next one begins, in seconds of the movie. */
interface Pieces {
  readonly steps: AsyncGenerator<number, void, undefined>;
  end(): void;
}

class Feed implements ClipSound {
  readonly #input: Input;
  readonly #pieces: Pieces;
  #reached = Number.NEGATIVE_INFINITY;

  constructor(input: Input, pieces: Pieces) {
    this.#input = input;
    this.#pieces = pieces;
  }

  async upTo(seconds: number): Promise<void> {
    while (this.#reached < seconds) {
      const { value, done } = await this.#pieces.steps.next();
      this.#reached = done ? Number.POSITIVE_INFINITY : value;
    }
  }

  end(): void {
    this.#pieces.end();
  }

  close(): void {
    this.#input.dispose();
  }
}

async function piecesOf(
  output: Output,
  input: Input,
  track: InputAudioTrack,
  clip: Clip,
  range: FrameRange,
): Promise<Pieces | Silence> {
  const video = await input.getPrimaryVideoTrack();
  const zero = (await video?.getFirstTimestamp()) ?? 0;
  const from = zero + startOf(range.first, clip.frameRate);
  const to = zero + startOf(range.last + 1, clip.frameRate);
  const codec = await track.getCodec();
  const taken = output.format.getSupportedAudioCodecs();
  if (codec !== null && taken.includes(codec)) {
    const source = new EncodedAudioPacketSource(codec);
    output.addAudioTrack(source);
    return { steps: copied(track, source, from, to, range.first === 0), end: () => source.close() };
  }
  if (!(await track.canDecode())) return "undecodable";
  const channels = Math.min(2, await track.getNumberOfChannels());
  const shape = {
    numberOfChannels: channels,
    sampleRate: HERTZ,
    quality: new Quality({ bitrate: SOUND_BITRATE }),
  };
  for (const wanted of ["opus", "aac"] as const) {
    if (!taken.includes(wanted) || !(await canEncodeAudio(wanted, shape))) continue;
    const { quality, ...transform } = shape;
    const source = new AudioSampleSource({ codec: wanted, quality, transform });
    output.addAudioTrack(source);
    return { steps: encoded(track, source, from, to), end: () => source.close() };
  }
  return "no-encoder";
}

/** A movie from the clip's start keeps what lies before zero too: decoders need it and play none of it. */
async function* copied(
  track: InputAudioTrack,
  source: EncodedAudioPacketSource,
  from: number,
  to: number,
  fromStart: boolean,
): AsyncGenerator<number, void, undefined> {
  const sink = new EncodedPacketSink(track);
  const beginning = fromStart ? null : await sink.getPacket(from);
  const first = beginning ?? (await sink.getFirstPacket());
  const decoderConfig = await track.getDecoderConfig();
  const meta = decoderConfig === null ? {} : { decoderConfig };
  for await (const packet of sink.packets(first ?? undefined)) {
    if (packet.timestamp >= to) return;
    await source.add(packet.clone({ timestamp: packet.timestamp - from }), meta);
    yield packet.timestamp + packet.duration - from;
  }
}

async function* encoded(
  track: InputAudioTrack,
  source: AudioSampleSource,
  from: number,
  to: number,
): AsyncGenerator<number, void, undefined> {
  for await (const sample of new AudioSampleSink(track).samples(from, to)) {
    // The first one may begin before the range, the last one end after it.
    const skipped = Math.max(0, Math.round((from - sample.timestamp) * sample.sampleRate));
    const kept = Math.min(sample.numberOfFrames, Math.round((to - sample.timestamp) * sample.sampleRate));
    if (kept > skipped) {
      const piece = sample.trim(skipped, kept);
      piece.setTimestamp(Math.max(0, piece.timestamp - from));
      await source.add(piece);
      piece.close();
    }
    const end = sample.timestamp + sample.duration - from;
    sample.close();
    yield end;
  }
}
