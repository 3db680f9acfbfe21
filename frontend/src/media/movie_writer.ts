/** Knows how pictures become a movie file: encodes them, sets each at its exact time, brings the sound along. */
import {
  Mp4OutputFormat,
  Output,
  Quality,
  StreamTarget,
  type StreamTargetChunk,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from "mediabunny";
import type { Clip } from "../domain/clip";
import type { FrameRange, MovieEncoder, MovieKind, Silence } from "../domain/movie";
import { type ClipSound, soundFor } from "./clip_sound";
import type { MovieFile } from "./movie_file";
import { perSecond, shownAt } from "./movie_plan";

export interface MovieShape {
  readonly kind: MovieKind;
  readonly encoder: MovieEncoder;
  /** Bits a second, for the pictures. */
  readonly bitrate: number;
  readonly range: FrameRange;
}

/** The browser's encoder gave up. */
export class EncodingFailed extends Error {
  override readonly name = "EncodingFailed";
}

const asFailure = (error: unknown): never => {
  throw new EncodingFailed(error instanceof Error ? error.message : String(error), { cause: error });
};

/** Gathers what is written, so that disks see few large pieces. */
const PIECE_BYTES = 4 * 2 ** 20;

const targetOf = (file: MovieFile): StreamTarget => {
  const write = ({ data, position }: StreamTargetChunk) =>
    file.write(data as Uint8Array<ArrayBuffer>, position);
  return new StreamTarget(new WritableStream({ write }), { chunked: true, chunkSize: PIECE_BYTES });
};

/** One movie being written. Its owner finishes or cancels it; the file stays the owner's. */
export class MovieWriter {
  readonly #output: Output;
  readonly #pictures: VideoSampleSource;
  readonly #sound: ClipSound | null;
  readonly #clip: Clip;
  #position = 0;
  /** Why the clip's sound is missing. */
  readonly silence: Silence | null;

  private constructor(
    output: Output,
    pictures: VideoSampleSource,
    sound: ClipSound | Silence | null,
    clip: Clip,
  ) {
    this.#output = output;
    this.#pictures = pictures;
    this.#clip = clip;
    this.silence = typeof sound === "string" ? sound : null;
    this.#sound = typeof sound === "string" ? null : sound;
  }

  static async open(
    clip: Clip,
    shape: MovieShape,
    file: MovieFile,
    withSound: boolean,
  ): Promise<MovieWriter> {
    const format = shape.kind === "mp4" ? new Mp4OutputFormat({ fastStart: false }) : new WebMOutputFormat();
    const output = new Output({ format, target: targetOf(file) });
    const pictures = new VideoSampleSource({
      codec: shape.encoder.codec,
      fullCodecString: shape.encoder.parameters,
      quality: new Quality({ bitrate: shape.bitrate, bitrateMode: "variable" }),
      keyFrameInterval: 1,
    });
    output.addVideoTrack(pictures, { frameRate: perSecond(clip.frameRate) });
    const sound = withSound ? await soundFor(output, clip, shape.range) : null;
    await output.start();
    return new MovieWriter(output, pictures, sound, clip);
  }

  /** The next frame in I420 (BT.709, 16..235), not to be changed before this resolves. Rejects with EncodingFailed, or as the file does. */
  async add(frame: Uint8Array<ArrayBuffer>): Promise<void> {
    const { timestamp, duration } = shownAt(this.#position++, this.#clip.frameRate);
    const sample = this.#sampleOf(frame, timestamp, duration);
    await this.#sound?.upTo(timestamp + duration);
    try {
      await this.#pictures.add(sample).catch(asFailure);
    } finally {
      sample.close();
    }
  }

  async finish(): Promise<void> {
    this.#pictures.close();
    this.#sound?.end();
    await this.#output.finalize().catch(asFailure);
    this.#sound?.close();
  }

  async cancel(): Promise<void> {
    await this.#output.cancel();
    this.#sound?.close();
  }

  #sampleOf(frame: Uint8Array<ArrayBuffer>, timestamp: number, duration: number): VideoSample {
    const { width, height } = this.#clip;
    const colorSpace = { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: false } as const;
    const shape = { format: "I420", codedWidth: width, codedHeight: height, colorSpace } as const;
    return new VideoSample(frame, { ...shape, timestamp, duration });
  }
}
