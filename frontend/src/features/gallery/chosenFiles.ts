/** What was dropped or chosen becomes clips: single files, and folders whose images become one clip. */
import {
  type DroppedItems,
  filesUnder,
  inOrder,
  isDirectory,
  isVisible,
  type NamedFile,
} from "../../state/droppedFiles";
import { zip } from "../../state/zip";

const IMAGE = /\.(jpe?g|png|webp|bmp|tiff?)$/i;

/** A folder's images as one zip, its other files (videos) as they are. */
export async function clipsOfFolder(folder: string, files: readonly NamedFile[]): Promise<File[]> {
  const visible = files.filter(({ name }) => isVisible(name));
  const images = visible.filter(({ name }) => IMAGE.test(name));
  const others = visible.filter(({ name }) => !IMAGE.test(name)).map(({ file }) => file);
  if (images.length === 0) return others;
  const videos = others.filter(({ type }) => type.startsWith("video/"));
  return [await zip(inOrder(images), `${folder}.zip`), ...videos];
}

export async function clipsOfDrop({ entries, plain }: DroppedItems): Promise<File[]> {
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
