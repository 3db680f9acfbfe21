/** Knows how a movie is made: frame after frame encoded and written, until it is whole, cancelled or failed. */
import type { Silence } from "../domain/movie";
import { type MovieFile, openMovieFile } from "../media/movie_file";
import { MovieWriter } from "../media/movie_writer";
import type { WantMasks } from "./mask_supply";
import { drawnFrames, matteFrames } from "./movie_frames";
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
    if (await write(order, host, file)) return await file.finish();
  } catch (error) {
    await discarded(file);
    throw error;
  }
  await file.discard();
  return null;
}

/** What went wrong before is what the person is told. */
async function discarded(file: MovieFile): Promise<void> {
  await file
    .discard()
    .catch((error: unknown) => console.warn("A half-made movie could not be removed.", error));
}

/** False where it was cancelled. */
async function write(order: MovieOrder, host: MakerHost, file: MovieFile): Promise<boolean> {
  const writer = await MovieWriter.open(order.clip, order, file, order.withSound);
  if (writer.silence !== null) host.onSilence(writer.silence);
  try {
    await writeFrames(order, host, writer);
    if (!host.cancelled()) await writer.finish();
  } catch (error) {
    await writer.cancel().catch((fault: unknown) => console.warn("The writer did not stop in order.", fault));
    throw error;
  }
  if (host.cancelled()) await writer.cancel();
  return !host.cancelled();
}

async function writeFrames(order: MovieOrder, host: MakerHost, writer: MovieWriter): Promise<void> {
  const { wantMasks, mayDecode } = host;
  const isMatte = order.picture === "matte";
  const frames = isMatte ? matteFrames(order, wantMasks) : drawnFrames(order, wantMasks, mayDecode);
  let done = 0;
  for await (const frame of frames) {
    if (host.cancelled()) return;
    await writer.add(frame);
    host.onProgress(++done);
  }
}
