/** Knows how every frame of a range is had once and in order: decoded here, from the server where that fails. */
import { type Clip, type FrameIndex, frameIndex } from "../domain/clip";
import type { FrameRange } from "../domain/movie";
import { type FrameSource, FrameUnreadable } from "./frame_source";
import type { Picture } from "./picture";

export interface Sources {
  /** Null where this browser cannot decode the clip. */
  decoded(clip: Clip): Promise<FrameSource | null>;
  served(clip: Clip): FrameSource;
}

/** Whoever takes a picture closes it. Rejects with FrameUnreadable where the server cannot give a frame either. */
export async function* framesInOrder(
  clip: Clip,
  { first, last }: FrameRange,
  sources: Sources,
): AsyncGenerator<Picture, void, undefined> {
  let next = first;
  for (const open of [sources.decoded, async (clip: Clip) => sources.served(clip)]) {
    try {
      const source = await open(clip);
      if (source === null) continue;
      for await (const picture of run(source, next, last)) {
        next = frameIndex(picture.frameIndex + 1);
        yield picture;
      }
      return;
    } catch (error) {
      if (open !== sources.decoded) throw error;
      console.warn("This clip cannot be decoded on; the server's frames are used.", error);
    }
  }
}

/** Closes the source at its end. */
async function* run(
  source: FrameSource,
  first: FrameIndex,
  last: FrameIndex,
): AsyncGenerator<Picture, void, undefined> {
  let due: number = first;
  try {
    for await (const picture of source.pictures(await source.runStart(first))) {
      if (picture.frameIndex > due) {
        picture.close();
        break;
      }
      if (picture.frameIndex < due) {
        picture.close();
        continue;
      }
      yield picture;
      if (due++ === last) return;
    }
  } finally {
    source.close();
  }
  throw new FrameUnreadable(`Frame ${due} of this clip could not be read.`);
}
