/** Knows how frames are had where nothing can be decoded here: as JPEG from the server, a few requests at a time. */
import { type Clip, type FrameIndex, frameIndex } from "../domain/clip";
import { type FrameSource, FrameUnreadable } from "./frame_source";
import { type Picture, pictureOf } from "./picture";

/** Browsers open six connections to a server; two are left for everything else. */
export const REQUESTS_AT_ONCE = 4;

export type FetchPicture = (frame: FrameIndex, signal: AbortSignal) => Promise<Picture>;

/** The server's own sentence where it gave one. */
async function reasonOf(answer: Response, frame: FrameIndex): Promise<string> {
  const said = (await answer.json().catch(() => null)) as { error?: { message?: unknown } } | null;
  const reason = said?.error?.message;
  return typeof reason === "string" ? reason : `The server could not give frame ${frame} (${answer.status}).`;
}

/** Fetches and decodes one frame's JPEG. Rejects with FrameUnreadable where the server does not give it. */
export const fetchPictureOf =
  (clip: Clip): FetchPicture =>
  async (frame, signal) => {
    const answer = await fetch(clip.frameUrl.replace("{frame}", String(frame)), { signal }).catch(() => {
      throw new FrameUnreadable("The server does not answer. Check that Masklet is running, then try again.");
    });
    if (!answer.ok) throw new FrameUnreadable(await reasonOf(answer, frame));
    const image = await createImageBitmap(await answer.blob(), { colorSpaceConversion: "none" });
    return pictureOf(frame, image);
  };

export class ServedFrames implements FrameSource {
  readonly decoder = "server";
  /** Those frames are on their way already. */
  readonly patience = REQUESTS_AT_ONCE;
  readonly #frameCount: number;
  readonly #fetchPicture: FetchPicture;

  constructor(frameCount: number, fetchPicture: FetchPicture) {
    this.#frameCount = frameCount;
    this.#fetchPicture = fetchPicture;
  }

  async runStart(frame: FrameIndex): Promise<FrameIndex> {
    return frame;
  }

  async *pictures(from: FrameIndex): AsyncGenerator<Picture, void, undefined> {
    const stop = new AbortController();
    const coming: Promise<Picture>[] = [];
    let next: number = from;
    try {
      for (;;) {
        while (coming.length < REQUESTS_AT_ONCE && next < this.#frameCount)
          coming.push(this.#request(frameIndex(next++), stop.signal));
        const first = coming.shift();
        if (first === undefined) return;
        yield await first;
      }
    } finally {
      stop.abort();
      for (const result of await Promise.allSettled(coming))
        if (result.status === "fulfilled") result.value.close();
    }
  }

  close(): void {}

  #request(frame: FrameIndex, signal: AbortSignal): Promise<Picture> {
    const picture = this.#fetchPicture(frame, signal);
    // The run awaits them in turn; a failure before its turn must not count as unhandled.
    picture.catch(() => undefined);
    return picture;
  }
}

export const openServedFrames = (clip: Clip): FrameSource =>
  new ServedFrames(clip.frameCount, fetchPictureOf(clip));
