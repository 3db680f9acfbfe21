/** Knows where a movie's bytes go: a file that the person chose, a private one of the browser's, or memory. */

/** A file that the person chose, or null: the browser keeps it until it is downloaded. */
export type Destination = FileSystemFileHandle | null;

export interface MovieFile {
  write(data: Uint8Array<ArrayBuffer>, position: number): Promise<void>;
  /** The whole file; nothing is written any more. */
  finish(): Promise<Blob>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** Where there is nowhere else to write: so much fits beside everything else that a tab holds. */
export const MOST_IN_MEMORY = 512 * 2 ** 20;

const FOLDER = "masklet-exports";
const STALE_MS = 3600_000;

export async function openMovieFile(destination: Destination, name: string): Promise<MovieFile> {
  if (destination !== null) return openChosen(destination);
  return (await openPrivate(name)) ?? new MemoryFile(MOST_IN_MEMORY);
}

async function openChosen(handle: FileSystemFileHandle): Promise<MovieFile> {
  const writable = await handle.createWritable();
  return {
    write: (data, position) => writable.write({ type: "write", data, position }),
    finish: async () => {
      await writable.close();
      return handle.getFile();
    },
    discard: async () => {
      await writable.abort().catch(() => undefined); // It may have failed already; then nothing was kept.
      await removeEmpty(handle);
    },
  };
}

/** The save dialog made an empty file. One that was there before keeps what it held. */
async function removeEmpty(handle: FileSystemFileHandle & { remove?(): Promise<void> }): Promise<void> {
  const { size } = await handle.getFile();
  if (size === 0) await handle.remove?.();
}

/** Null where this browser has no private files. */
async function openPrivate(name: string): Promise<MovieFile | null> {
  const folder = await privateFolder();
  if (folder === null) return null;
  await removeStale(folder);
  const fileName = `${Date.now()}-${name}`;
  const handle = await folder.getFileHandle(fileName, { create: true });
  const access = await handle.createSyncAccessHandle();
  return {
    write: async (data, position) => {
      access.write(data, { at: position });
    },
    finish: async () => {
      access.flush();
      access.close();
      return handle.getFile();
    },
    discard: async () => {
      access.close();
      await folder.removeEntry(fileName);
    },
  };
}

async function privateFolder(): Promise<FileSystemDirectoryHandle | null> {
  if (typeof FileSystemFileHandle === "undefined") return null;
  if (!("createSyncAccessHandle" in FileSystemFileHandle.prototype)) return null;
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(FOLDER, { create: true });
  } catch (error) {
    console.warn(
      "This browser keeps no private files (private window?); the movie is made in memory.",
      error,
    );
    return null;
  }
}

/** Movies of tabs that were closed before anybody took them away. Newer ones may belong to another tab. */
async function removeStale(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of folder.keys()) {
    if (Date.now() - Number.parseInt(name, 10) < STALE_MS) continue;
    await folder.removeEntry(name).catch(() => undefined); // Another tab writes it still.
  }
}

/** A file of the private folder is not wanted any more. */
export async function forgetPrivate(file: Blob): Promise<void> {
  const folder = file instanceof File ? await privateFolder() : null;
  if (folder !== null) await folder.removeEntry((file as File).name).catch(() => undefined); // Gone already.
}

export class MemoryFile implements MovieFile {
  readonly #most: number;
  #bytes = new Uint8Array(2 ** 20);
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async write(data: Uint8Array<ArrayBuffer>, position: number): Promise<void> {
    const end = position + data.byteLength;
    if (end > this.#most) throw new MovieTooLarge(this.#most);
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.set(data, position);
    this.#length = Math.max(this.#length, end);
  }

  async finish(): Promise<Blob> {
    return new Blob([this.#bytes.subarray(0, this.#length)]);
  }

  async discard(): Promise<void> {
    this.#bytes = new Uint8Array(0);
  }

  #grow(least: number): void {
    const larger = new Uint8Array(Math.min(this.#most, Math.max(least, this.#bytes.length * 2)));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

export class MovieTooLarge extends Error {
  override readonly name = "MovieTooLarge";
  constructor(most: number) {
    super(`This browser holds movies of at most ${most >> 20} MB in memory.`);
  }
}
