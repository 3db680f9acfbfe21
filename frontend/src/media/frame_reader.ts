/**
 * Knows which frames are wanted now and reads them in runs: a run decodes on from a keyframe, everything it passes goes
 * to the cache, and it is kept while the next wanted frame lies ahead of it. Only the newest wish counts. After a jump its
 * neighbours wait: decoding them would take the processor from what brings the picture to the display.
 */
import { type FrameIndex, frameIndex } from "../domain/clip";
import type { FrameCache } from "./frame_cache";
import { type FrameSource, FrameUnreadable } from "./frame_source";
import type { Picture } from "./picture";
import { Rest } from "./rest";
import { realTimer } from "./timer";

/** Frames kept ready after the playhead, and before it while nothing plays. */
const AHEAD = 12;
const BEHIND = 6;

interface Run {
  readonly pictures: AsyncGenerator<Picture, void, undefined>;
  next: number;
}

interface Wish {
  readonly frame: FrameIndex;
  resolve(picture: Picture | null): void;
  reject(error: unknown): void;
}

export interface ReaderListeners {
  /** A frame has come to the cache. */
  onPicture(frame: FrameIndex): void;
  /** Reading ahead failed while nobody waited for a frame. */
  onFailure(error: unknown): void;
}

export class FrameReader {
  readonly #source: FrameSource;
  readonly #cache: FrameCache;
  readonly #frameCount: number;
  readonly #listeners: ReaderListeners;
  readonly #rest: Rest;
  #run: Run | null = null;
  #wish: Wish | null = null;
  #target = frameIndex(0);
  #behind = BEHIND;
  #reading = false;
  #closed = false;

  /** Owns source and cache from now on. */
  constructor(
    source: FrameSource,
    cache: FrameCache,
    frameCount: number,
    listeners: ReaderListeners,
    timer = realTimer,
  ) {
    this.#source = source;
    this.#cache = cache;
    this.#frameCount = frameCount;
    this.#listeners = listeners;
    this.#rest = new Rest(timer, () => void this.#readWanted());
    this.#rest.begin(); // the first picture of all is waited for most
  }

  /** The frame's picture, for use at once (the cache owns it); null when a newer wish came or the reader was closed. */
  read(frame: FrameIndex): Promise<Picture | null> {
    this.#grant(null);
    this.#behind = BEHIND;
    if (Math.abs(frame - this.#target) > AHEAD) this.#rest.begin();
    const cached = this.#cache.get(frame);
    if (cached !== undefined) {
      this.#rest.pictureCame();
      this.#aim(frame);
      return Promise.resolve(cached);
    }
    return new Promise((resolve, reject) => {
      this.#wish = { frame, resolve, reject };
      this.#aim(frame);
    });
  }

  /** Moves the playhead while playing: frames from here on are read, nothing behind. */
  follow(frame: FrameIndex): void {
    this.#behind = 0;
    this.#rest.end();
    this.#aim(frame);
  }

  /** What is in the cache, for use at once. */
  peek(frame: FrameIndex): Picture | undefined {
    return this.#cache.get(frame);
  }

  /** Closes every picture and the source. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#rest.end();
    this.#grant(null);
    this.#cache.clear();
    await this.#endRun();
    this.#source.close();
  }

  #aim(frame: FrameIndex): void {
    this.#target = frame;
    this.#cache.playhead = frame;
    void this.#readWanted();
  }

  async #readWanted(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (let next = this.#nextMissing(); next !== null; next = this.#nextMissing())
        await this.#advance(next);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#reading = false;
    }
  }

  /** The first missing frame from the playhead on, then the nearest one before it. */
  #nextMissing(): FrameIndex | null {
    if (this.#closed || (this.#rest.isOn && this.#wish === null)) return null;
    const room = this.#cache.room;
    const last = Math.min(this.#target + Math.min(AHEAD, room / 2), this.#frameCount - 1);
    for (let k = this.#target; k <= last; k = frameIndex(k + 1)) if (!this.#cache.has(k)) return k;
    const first = Math.max(this.#target - Math.min(this.#behind, room / 4), 0);
    for (let k = frameIndex(this.#target - 1); k >= first; k = frameIndex(k - 1))
      if (!this.#cache.has(k)) return k;
    return null;
  }

  /** One step of the run that leads to the missing frame. */
  async #advance(missing: FrameIndex): Promise<void> {
    const run = await this.#runTo(missing);
    const expected = run.next;
    const { value: picture, done } = await run.pictures.next();
    if (done) throw new FrameUnreadable(`Frame ${missing} of this clip could not be read.`);
    run.next = picture.frameIndex + 1;
    if (this.#closed) return picture.close();
    this.#cache.put(picture);
    if (expected <= missing && picture.frameIndex > missing)
      throw new FrameUnreadable(`Frame ${missing} of this clip could not be read.`);
    this.#arrived(picture);
  }

  async #runTo(missing: FrameIndex): Promise<Run> {
    const start = await this.#source.runStart(missing);
    const near =
      this.#run !== null && this.#run.next <= missing && missing - this.#run.next <= this.#source.patience;
    if (this.#run !== null && (near || (this.#run.next <= missing && this.#run.next >= start)))
      return this.#run;
    await this.#endRun();
    this.#run = { pictures: this.#source.pictures(start), next: start };
    return this.#run;
  }

  #arrived(picture: Picture): void {
    if (this.#wish?.frame === picture.frameIndex) {
      this.#rest.pictureCame();
      this.#grant(picture);
    }
    this.#listeners.onPicture(picture.frameIndex);
  }

  #grant(picture: Picture | null): void {
    const wish = this.#wish;
    this.#wish = null;
    wish?.resolve(picture);
  }

  #fail(error: unknown): void {
    this.#rest.end();
    const wish = this.#wish;
    this.#wish = null;
    void this.#endRun();
    if (this.#closed) return;
    if (wish === null) this.#listeners.onFailure(error);
    else wish.reject(error);
  }

  async #endRun(): Promise<void> {
    const run = this.#run;
    this.#run = null;
    await run?.pictures.return();
  }
}
