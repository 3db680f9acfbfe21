/** Reads a stored zip back by its own central directory. For tests only. */
import { expect } from "vitest";
import { crc32 } from "./zip";

/** name -> content, found the way unzip does: from the end. */
export async function unzip(archive: Blob): Promise<Map<string, string>> {
  const bytes = new Uint8Array(await archive.arrayBuffer());
  const view = new DataView(bytes.buffer);
  const end = bytes.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  let position = view.getUint32(end + 16, true);
  const files = new Map<string, string>();
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    expect(view.getUint32(position, true)).toBe(0x02014b50);
    const [crc, size] = [view.getUint32(position + 16, true), view.getUint32(position + 24, true)];
    const length = view.getUint16(position + 28, true);
    const local = view.getUint32(position + 42, true);
    expect(view.getUint32(local, true)).toBe(0x04034b50);
    const name = new TextDecoder().decode(bytes.subarray(position + 46, position + 46 + length));
    const start = local + 30 + view.getUint16(local + 26, true);
    const content = bytes.subarray(start, start + size);
    expect(crc32(content)).toBe(crc);
    files.set(name, new TextDecoder().decode(content));
    position += 46 + length;
  }
  expect(position).toBe(end);
  return files;
}
