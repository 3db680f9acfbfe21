/** What was dropped or chosen, as single files with their paths: folders are walked, what hides is left out. */

/** A file under the path that it had where it was chosen: "walk/0001.png". */
export interface NamedFile {
  readonly name: string;
  readonly file: File;
}

/** What a browser hands over in a drop, taken out of the event: it forgets its items right after it. */
export interface DroppedItems {
  /** Empty where the browser knows no entries. */
  readonly entries: readonly FileSystemEntry[];
  readonly plain: readonly File[];
}

/** Must be called in the drop event itself. */
export function itemsOf(transfer: DataTransfer): DroppedItems {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.() ?? null);
  return { entries: entries.filter((entry) => entry !== null), plain: Array.from(transfer.files) };
}

export const isVisible = (name: string): boolean => !name.split("/").some((part) => part.startsWith("."));

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
export const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

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

export async function filesUnder(entry: FileSystemEntry, path: string): Promise<NamedFile[]> {
  if (isFile(entry)) return [{ name: path, file: await fileOf(entry) }];
  if (!isDirectory(entry)) return [];
  const children = await childrenOf(entry);
  const found = await Promise.all(children.map((child) => filesUnder(child, `${path}/${child.name}`)));
  return found.flat();
}

/** Every file of a drop that does not hide, in the order in which people count. */
export async function filesOf({ entries, plain }: DroppedItems): Promise<readonly NamedFile[]> {
  if (!entries.some(isDirectory)) return visible(plain.map((file) => ({ name: file.name, file })));
  return visible((await Promise.all(entries.map((entry) => filesUnder(entry, entry.name)))).flat());
}

/** From `<input>`; with `webkitdirectory` one folder with everything under it. */
export const chosenFiles = (files: readonly File[]): readonly NamedFile[] =>
  visible(files.map((file) => ({ name: file.webkitRelativePath || file.name, file })));

const visible = (files: readonly NamedFile[]): readonly NamedFile[] =>
  inOrder(files.filter(({ name }) => isVisible(name)));

export const inOrder = (files: readonly NamedFile[]): readonly NamedFile[] =>
  files.toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
