/** Engines in words: how fast, on what, how fine. */
import { readEngineName } from "../domain/engineName";
import type { Engine } from "../domain/server";

/** Below this a number of frames a second says more than a part of a second. */
const QUICK_MS = 200;

/** 2130 -> "about 2.1 s a frame"; 40 -> "about 25 frames a second" */
export function formatPace(ms: number): string {
  if (ms < QUICK_MS) return `about ${Math.round(1000 / Math.max(1, ms))} frames a second`;
  const seconds = ms / 1000;
  return `about ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s a frame`;
}

/** What computes a session: "SAM 2.1 tiny, 512 px". */
export function sessionEngineWords(stored: string, engines: readonly Engine[]): string {
  const { engine, imageSize } = readEngineName(stored);
  const title = engines.find(({ name }) => name === engine)?.title ?? engine;
  return imageSize === null ? title : `${title}, ${imageSize} px`;
}

/** "CPU, float32"; the precision where it applies. */
export const deviceWords = ({ device, precision }: Engine): string =>
  [device, precision].filter((word) => word !== "").join(", ");

/** "About 2.1 s a frame on this CPU, float32"; without the time where it is unknown. */
export function paceWords(engine: Engine, imageSize: number | null = null): string {
  const ms = estimatedAt(engine, imageSize);
  const where = engine.device === "CPU" ? "this CPU" : engine.device;
  const words = [ms === null ? "" : formatPace(ms), where && `on ${where}`].filter((word) => word !== "");
  const text = [words.join(" "), engine.precision].filter((word) => word !== "").join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Half the side is a quarter of most of the work and a sixteenth of attention's, which is more of the small networks than of the large. */
const FALLS_WITH = 2.7;

export function estimatedAt({ estimatedMs, imageSizes }: Engine, imageSize: number | null): number | null {
  const [full] = imageSizes;
  if (estimatedMs === null || imageSize === null || full === undefined) return estimatedMs;
  return estimatedMs * (imageSize / full) ** FALLS_WITH;
}

/** What a size means for a person; `imageSizes` are the engine's, largest first. */
export function qualityWords(imageSizes: readonly number[], imageSize: number): string {
  const place = imageSizes.indexOf(imageSize);
  if (place === 0) return `Full (${imageSize})`;
  const isLast = place === imageSizes.length - 1 && place > 1;
  return `${isLast ? "Fastest, coarsest" : "Faster, coarser"} (${imageSize})`;
}
