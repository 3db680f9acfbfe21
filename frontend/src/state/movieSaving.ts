/** Where a movie is saved: a file that the person chooses before, where browsers offer that, else a download after. */
import type { MovieKind } from "../domain/movie";
import { forgetPrivate } from "../media/movie_file";

export interface SaveTools {
  /** Null where this browser has no save dialog for it. */
  chooseFile(name: string, kind: MovieKind): Promise<FileSystemFileHandle | null | "dismissed">;
  /** Starts the download; answers the address at which it can be had again. */
  offer(file: Blob, name: string): string;
  /** The address and the browser's copy are not wanted any more. */
  drop(url: string, file: Blob): void;
}

interface SavePicker {
  showSaveFilePicker?(options: {
    suggestedName: string;
    types: readonly { accept: Readonly<Record<string, readonly string[]>> }[];
  }): Promise<FileSystemFileHandle>;
}

async function chooseFile(name: string, kind: MovieKind): Promise<FileSystemFileHandle | null | "dismissed"> {
  const page = window as unknown as SavePicker;
  if (typeof page.showSaveFilePicker !== "function") return null;
  const types = [{ accept: { [`video/${kind}`]: [`.${kind}`] } }];
  try {
    return await page.showSaveFilePicker({ suggestedName: name, types });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return "dismissed";
    // Forbidden in frames of other pages, for one: the download goes the usual way.
    console.warn("The save dialog cannot be opened; the movie is downloaded instead.", error);
    return null;
  }
}

function offer(file: Blob, name: string): string {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  return url;
}

function drop(url: string, file: Blob): void {
  URL.revokeObjectURL(url);
  void forgetPrivate(file);
}

export const saveTools: SaveTools = { chooseFile, offer, drop };

/** What file systems refuse in names. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const REFUSED = /[\\/:*?"<>|\u0000-\u001f]+/g;

/** "My dog: run" and mp4 -> "My dog run.mp4" */
export const movieName = (title: string, kind: MovieKind, words: readonly string[] = []): string =>
  `${[title.replace(REFUSED, "").trim() || "masklet", ...words].join("-")}.${kind}`;
