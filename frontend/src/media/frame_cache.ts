/** Knows the pictures around the playhead, up to so many bytes. It owns them: what it lets go, it closes. */
import { type FrameIndex, frameIndex } from "../domain/clip";
import type { Picture } from "./picture";

export class FrameCache {
  readonly #capacity: number;
  readonly #pictures = new Map<FrameIndex, Picture>();
  #bytes = 0;
  #largest = 0;
  #playhead = frameIndex(0);

  constructor(capacityBytes: number) {
    this.#capacity = capacityBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** How many pictures fit, judged by the largest so far. */
  get room(): number {
    return this.#largest === 0 ? Number.POSITIVE_INFINITY : Math.floor(this.#capacity / this.#largest);
  }

  set playhead(frame: FrameIndex) {
    this.#playhead = frame;
  }

  has(frame: FrameIndex): boolean {
    return this.#pictures.has(frame);
  }

  /** The cache stays the owner: use the picture at once, and do not keep it. */
  get(frame: FrameIndex): Picture | undefined {
    return this.#pictures.get(frame);
  }

  /** Takes the picture over, and lets go of those furthest from the playhead until all fit. */
  put(picture: Picture): void {
    this.#remove(picture.frameIndex);
    this.#pictures.set(picture.frameIndex, picture);
    this.#bytes += picture.bytes;
    this.#largest = Math.max(this.#largest, picture.bytes);
    while (this.#bytes > this.#capacity && this.#pictures.size > 1) this.#remove(this.#furthest());
  }

  clear(): void {
    for (const frame of [...this.#pictures.keys()]) this.#remove(frame);
  }

  #furthest(): FrameIndex {
    const distance = (frame: FrameIndex): number => Math.abs(frame - this.#playhead);
    return [...this.#pictures.keys()].reduce((a, b) => (distance(b) > distance(a) ? b : a));
  }

  #remove(frame: FrameIndex): void {
    const picture = this.#pictures.get(frame);
    if (picture === undefined) return;
    this.#pictures.delete(frame);
    this.#bytes -= picture.bytes;
    picture.close();
  }
}
