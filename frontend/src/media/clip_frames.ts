/** Knows how one clip's frames are had in this browser: decoded here, or from the server where that fails. */
import { type Clip, type FrameIndex, frameIndex } from "../domain/clip";
import { FrameCache } from "./frame_cache";
import { FrameReader, type ReaderListeners } from "./frame_reader";
import type { FrameSource } from "./frame_source";
import type { Picture } from "./picture";

/** Decoded frames in memory: about five seconds of 720p at 30 frames per second. */
export const CACHE_BYTES = 200 * 2 ** 20;

/** Null where this browser cannot decode the clip; may reject where it cannot be fetched. */
export type OpenDecoded = (clip: Clip) => Promise<FrameSource | null>;
export type OpenServed = (clip: Clip) => FrameSource;

export class ClipFrames {
  readonly #clip: Clip;
  readonly #listeners: ReaderListeners;
  readonly #openServed: OpenServed;
  readonly #opened: Promise<void>;
  #reader: FrameReader | null = null;
  #decoder: FrameSource["decoder"] = "server";
  #target = frameIndex(0);
  #closed = false;

  constructor(clip: Clip, openDecoded: OpenDecoded, openServed: OpenServed, listeners: ReaderListeners) {
    this.#clip = clip;
    this.#listeners = listeners;
    this.#openServed = openServed;
    this.#opened = this.#open(openDecoded);
  }

  get decoder(): FrameSource["decoder"] {
    return this.#decoder;
  }

  /** For use at once; null when a newer read came. Rejects where the server cannot give the frame either. */
  async read(frame: FrameIndex): Promise<Picture | null> {
    this.#target = frame;
    await this.#opened;
    if (this.#reader === null || this.#target !== frame) return null;
    try {
      return await this.#reader.read(frame);
    } catch (error) {
      if (this.#decoder === "server") throw error;
      this.#turnToServer(error);
      return this.#target === frame ? this.read(frame) : null;
    }
  }

  /** Reads ahead from a frame, for playing. */
  follow(frame: FrameIndex): void {
    this.#target = frame;
    this.#reader?.follow(frame);
  }

  /** The newest picture after one frame and not after another, for use at once. */
  newest(due: FrameIndex, after: FrameIndex): Picture | null {
    for (let frame = due; frame > after; frame = frameIndex(frame - 1)) {
      const picture = this.#reader?.peek(frame);
      if (picture !== undefined) return picture;
    }
    return null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#opened;
    await this.#reader?.close();
    this.#reader = null;
  }

  async #open(openDecoded: OpenDecoded): Promise<void> {
    const decoded = await openDecoded(this.#clip).catch((error: unknown) => {
      console.warn("This clip cannot be decoded here; the server's frames are used.", error);
      return null;
    });
    this.#use(decoded ?? this.#openServed(this.#clip));
  }

  #use(source: FrameSource): void {
    this.#decoder = source.decoder;
    this.#reader = new FrameReader(source, new FrameCache(CACHE_BYTES), this.#clip.frameCount, {
      onPicture: this.#listeners.onPicture,
      onFailure: (error) => this.#onReadAheadFailed(error),
    });
  }

  #onReadAheadFailed(error: unknown): void {
    if (this.#closed) return;
    if (this.#decoder === "server") this.#listeners.onFailure(error);
    else {
      this.#turnToServer(error);
      this.#reader?.follow(this.#target);
    }
  }

  /** The decoder gave up in the middle: the server's frames go on from there. */
  #turnToServer(error: unknown): void {
    console.warn("This clip cannot be decoded on; the server's frames are used.", error);
    void this.#reader?.close();
    this.#use(this.#openServed(this.#clip));
  }
}
