/** What was dropped or chosen: single files, and folders whose images become one clip. */
import { type NamedFile, zip } from "./zip";

/** What a browser hands over for something dropped. */
export type DroppedEntry = Pick<FileSystemEntry, "isFile" | "isDirectory" | "name">;

const IMAGE = /\.(jpe?g|png|webp|bmp|tiff?)$/i;
const isVisible = (name: string): boolean => !name.split("/").some((part) => part.startsWith("."));

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** readEntries gives a part at a time, at last an empty one. */
async function childrenOf(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return children;
    children.push(...part);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

async function filesUnder(entry: FileSystemEntry, path: string): Promise<NamedFile[]> {
  if (isFile(entry)) return [{ name: path, file: await fileOf(entry) }];
  if (!isDirectory(entry)) return [];
  const children = await childrenOf(entry);
  const found = await Promise.all(children.map((child) => filesUnder(child, `${path}/${child.name}`)));
  return found.flat();
}

/** A folder's images as one zip, its other files (videos) as they are. */
export async function clipsOfFolder(folder: string, files: readonly NamedFile[]): Promise<File[]> {
  const visible = files.filter(({ name }) => isVisible(name));
  const images = visible.filter(({ name }) => IMAGE.test(name));
  const others = visible.filter(({ name }) => !IMAGE.test(name)).map(({ file }) => file);
  if (images.length === 0) return others;
  const inOrder = images.toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  const videos = others.filter(({ type }) => type.startsWith("video/"));
  return [await zip(inOrder, `${folder}.zip`), ...videos];
}

/** Must be called in the drop event itself: the browser forgets the items after it. */
export function clipsOfDrop(transfer: DataTransfer): Promise<File[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.() ?? null);
  const plain = Array.from(transfer.files);
  return clipsOfEntries(
    entries.filter((entry) => entry !== null),
    plain,
  );
}

async function clipsOfEntries(entries: readonly FileSystemEntry[], plain: readonly File[]): Promise<File[]> {
  if (!entries.some(isDirectory)) return [...plain];
  const clips = entries.map(async (entry) => {
    const files = await filesUnder(entry, entry.name);
    return isDirectory(entry) ? clipsOfFolder(entry.name, files) : files.map(({ file }) => file);
  });
  return (await Promise.all(clips)).flat();
}

/** From `<input webkitdirectory>`: one folder with everything under it. */
export function clipsOfFolderInput(files: readonly File[]): Promise<File[]> {
  const folder = files[0]?.webkitRelativePath.split("/")[0] ?? "images";
  const named = files.map((file) => ({ name: file.webkitRelativePath || file.name, file }));
  return clipsOfFolder(folder === "" ? "images" : folder, named);
}
