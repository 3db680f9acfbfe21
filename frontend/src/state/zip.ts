/** Packs files into a zip without compressing them, without holding them in memory: the archive refers to them. */
import { formatBytes, formatNumber } from "../words/numbers";
import { say } from "../words/words";
import type { NamedFile } from "./droppedFiles";

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) !== 0 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as zip means it, continued from `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let value = ~before;
  for (const byte of bytes) value = (CRC_TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}

/** What whoever waits for an archive may hear and say. */
export interface Packing {
  /** So many bytes of the files were read. */
  readonly onRead?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

async function crcOf(file: Blob, before: number, { onRead, signal }: Packing): Promise<number> {
  let value = 0;
  let read = before;
  const reader = file.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    signal?.throwIfAborted();
    value = crc32(piece.value, value);
    read += piece.value.length;
    onRead?.(read);
  }
  return value;
}

interface Entry {
  readonly name: Uint8Array<ArrayBuffer>;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

/** Fields in little-endian order as [value, bytes]. */
function fields(...list: readonly (readonly [value: number, bytes: 2 | 4])[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(list.reduce((sum, [, bytes]) => sum + bytes, 0)));
  let position = 0;
  for (const [value, bytes] of list) {
    if (bytes === 2) view.setUint16(position, value, true);
    else view.setUint32(position, value, true);
    position += bytes;
  }
  return new Uint8Array(view.buffer);
}

const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the first day that zip knows. */
const DATE = 0x0021;

/** What the local and the central header share, from the version on. */
const common = ({ name, crc, size }: Entry) =>
  [
    [VERSION, 2],
    [UTF8_NAMES, 2],
    [0, 2],
    [0, 2],
    [DATE, 2],
    [crc, 4],
    [size, 4],
    [size, 4],
    [name.length, 2],
    [0, 2],
  ] as const;

const localHeader = (entry: Entry) => fields([0x04034b50, 4], ...common(entry));

const centralHeader = (entry: Entry) =>
  fields([0x02014b50, 4], [VERSION, 2], ...common(entry), [0, 2], [0, 2], [0, 2], [0, 4], [entry.offset, 4]);

const MOST_FILES = 65_535;
const MOST_BYTES = 0xffff_ffff;

/** Throws RangeError where plain zip ends: more than 65,535 files or 4 GB; and what the signal says. */
export async function zip(
  files: readonly NamedFile[],
  archiveName: string,
  packing: Packing = {},
): Promise<File> {
  if (files.length > MOST_FILES)
    throw new RangeError(say("gallery:folderTooMany", { most: formatNumber(MOST_FILES) }));
  const parts: BlobPart[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  let read = 0;
  for (const { name, file } of files) {
    const crc = await crcOf(file, read, packing);
    const entry = { name: new TextEncoder().encode(name), crc, size: file.size, offset };
    read += file.size;
    const header = localHeader(entry);
    parts.push(header, entry.name, file);
    central.push(centralHeader(entry), entry.name);
    offset += header.length + entry.name.length + file.size;
    if (offset > MOST_BYTES)
      throw new RangeError(say("gallery:folderTooLarge", { most: formatBytes(MOST_BYTES + 1) }));
  }
  const size = central.reduce((sum, piece) => sum + piece.length, 0);
  const counts = [[files.length, 2] as const, [files.length, 2] as const];
  const end = fields([0x06054b50, 4], [0, 2], [0, 2], ...counts, [size, 4], [offset, 4], [0, 2]);
  return new File([...parts, ...central, end], archiveName, { type: "application/zip" });
}
