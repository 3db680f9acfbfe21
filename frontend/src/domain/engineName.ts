/** The engine of a session as the server keeps it: NAME, or NAME@512 where it works on smaller images. */

export interface EngineName {
  readonly engine: string;
  /** null: the engine's largest, or the video's own pixels. */
  readonly imageSize: number | null;
}

export function readEngineName(stored: string): EngineName {
  const [, engine = stored, size] = /^(.+)@(\d+)$/.exec(stored) ?? [];
  return { engine, imageSize: size === undefined ? null : Number(size) };
}

/** `imageSizes` are the engine's, largest first. */
export const writeEngineName = (
  engine: string,
  imageSize: number | null,
  imageSizes: readonly number[],
): string => (imageSize === null || imageSize === imageSizes[0] ? engine : `${engine}@${imageSize}`);
