/** What masks are imported from, as it was chosen: one file, or several that travel as one zip. Pure. */
import type { ImportFormat } from "../domain/maskImport";
import { say } from "../words/words";
import type { NamedFile } from "./droppedFiles";
import { isSessionFile } from "./sessionFiles";

export interface ImportSource {
  /** As the history will call it. */
  readonly name: string;
  readonly bytes: number;
  readonly files: readonly NamedFile[];
}

/** The folder that holds all of them; null where there is none. */
function folderOf(files: readonly NamedFile[]): string | null {
  const [first = "", ...others] = files.map(({ name }) => name.split("/"));
  const folder = first[0];
  if (folder === undefined || first.length < 2) return null;
  return others.every((path) => path.length > 1 && path[0] === folder) ? folder : null;
}

/** Null where there is no file. */
export function importSource(files: readonly NamedFile[]): ImportSource | null {
  const [only, another] = files;
  if (only === undefined) return null;
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const isOne = another === undefined;
  return { name: isOne ? only.file.name : `${folderOf(files) ?? "masks"}.zip`, bytes, files };
}

export const isPacked = ({ files }: ImportSource): boolean => files.length > 1;

/** A clip that a person may have meant to bring instead. */
export const isVideo = ({ files }: ImportSource): boolean =>
  files.length === 1 && files[0]?.file.type.startsWith("video/") === true;

/** Every suffix that some format has, each once. */
export const suffixesOf = (formats: readonly ImportFormat[]): readonly string[] => [
  ...new Set(formats.flatMap(({ suffixes }) => suffixes)),
];

/** Why no format can be in this file, as a sentence, or null: it is told by its name, before a byte is sent. */
export function unfit(source: ImportSource, formats: readonly ImportFormat[]): string | null {
  const [first] = source.files;
  if (isPacked(source) || first === undefined || formats.length === 0) return null;
  const { name } = source;
  if (isSessionFile(first.file)) return say("import:sessionFile", { name });
  const suffixes = suffixesOf(formats);
  if (suffixes.some((suffix) => name.toLowerCase().endsWith(suffix))) return null;
  return say("import:unfit", { name, suffixes: suffixes.join(", ") });
}
