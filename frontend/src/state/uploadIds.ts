/** Ids of uploads, and their memory across a reload of this tab. */

/** A random UUID (version 4); `crypto.randomUUID` is missing on plain http. */
export function newUploadId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export interface IdMemory {
  read(): readonly string[];
  write(ids: readonly string[]): void;
}

const KEY = "masklet.uploads";

/** Lives as long as the tab. A browser that refuses storage forgets on reload, no more. */
export function tabMemory(storage: Storage | null): IdMemory {
  return {
    read() {
      const text = storage?.getItem(KEY) ?? "";
      return text === "" ? [] : text.split(",");
    },
    write(ids) {
      if (ids.length === 0) storage?.removeItem(KEY);
      else storage?.setItem(KEY, ids.join(","));
    },
  };
}
