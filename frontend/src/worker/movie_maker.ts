/** Knows how a movie is made: every frame of a range drawn with its masks and look, encoded, written; in order, one at a time. */
import type { FrameIndex } from "../domain/clip";
import type { FrameRange, Silence } from "../domain/movie";
import { matteOf } from "../masks/matte";
import { openDecodedFrames } from "../media/decoded_frames";
import { framesInOrder } from "../media/frames_in_order";
import { type MovieFile, openMovieFile } from "../media/movie_file";
import { type MovieFrame, MovieWriter } from "../media/movie_writer";
import { openServedFrames } from "../media/served_frames";
import { Compositor } from "../render/compositor";
import { GraphicsError } from "../render/gl";
import { LOOK } from "./look";
import { MaskSupply, type WantMasks } from "./mask_supply";
import type { MovieOrder } from "./movie_messages";

export interface MakerHost {
  readonly wantMasks: WantMasks;
  readonly mayDecode: boolean;
  onSilence(why: Silence): void;
  onProgress(done: number): void;
  cancelled(): boolean;
}

/** The file, or null where it was cancelled. Whatever ends it before leaves no file. */
export async function makeMovie(order: MovieOrder, host: MakerHost): Promise<Blob | null> {
  const file = await openMovieFile(order.destination, order.fileName);
  try {
    const finished = await write(order, host, file);
    if (finished) return await file.finish();
  } catch (error) {
    await discarded(file);
    throw error;
  }
  await file.discard();
  return null;
}

/** What went wrong before is what the person is told. */
async function discarded(file: MovieFile): Promise<void> {
  await file.discard().catch((error: unknown) => console.warn("A half-made movie could not be removed.", error));
}

/** False where it was cancelled. */
async function write(order: MovieOrder, host: MakerHost, file: MovieFile): Promise<boolean> {
  const writer = await MovieWriter.open(order.clip, order, file, order.withSound);
  if (writer.silence !== null) host.onSilence(writer.silence);
  const frames = order.picture === "matte" ? matteFrames(order, host) : drawnFrames(order, host);
  try {
    let done = 0;
    for await (const frame of frames) {
      if (host.cancelled()) break;
      await writer.add(frame);
      host.onProgress(++done);
    }
    if (!host.cancelled()) await writer.finish();
  } catch (error) {
    await writer.cancel();
    throw error;
  }
  if (host.cancelled()) await writer.cancel();
  return !host.cancelled();
}

const masksFor = ({ clip, range, styles }: MovieOrder, { wantMasks }: MakerHost): MaskSupply =>
  new MaskSupply(clip, range, styles, wantMasks);

/** The canvas holds the newest frame until the next is asked for. */
async function* drawnFrames(order: MovieOrder, host: MakerHost): AsyncGenerator<MovieFrame, void, undefined> {
  const { clip, range, styles, look } = order;
  const colours = styles.filter(({ visible }) => visible).map(({ colour }) => colour);
  const masks = masksFor(order, host);
  const canvas = new OffscreenCanvas(clip.width, clip.height);
  const compositor = new Compositor(canvas, clip.width, clip.height);
  const decoded = host.mayDecode ? openDecodedFrames : async () => null;
  try {
    for await (const picture of framesInOrder(clip, range, { decoded, served: openServedFrames })) {
      try {
        const labels = await masks.labels(picture.frameIndex);
        if (!compositor.draw({ picture, labels, colours, [LOOK]: look }))
          throw new GraphicsError("The graphics card took the picture away.");
      } finally {
        picture.close();
      }
      yield canvas;
    }
  } finally {
    compositor.dispose();
  }
}

async function* matteFrames(order: MovieOrder, host: MakerHost): AsyncGenerator<MovieFrame, void, undefined> {
  const masks = masksFor(order, host);
  for (const frame of inOrder(order.range))
    yield matteOf(await masks.labels(frame), order.clip.width, order.clip.height);
}

function* inOrder({ first, last }: FrameRange): Generator<FrameIndex, void, undefined> {
  for (let frame: number = first; frame <= last; frame++) yield frame as FrameIndex;
}
