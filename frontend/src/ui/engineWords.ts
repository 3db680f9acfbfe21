/** Engines in words: how fast, on what, how fine. */
import { readEngineName } from "../domain/engineName";
import type { Engine } from "../domain/server";
import { formatNumber } from "../words/numbers";
import { say, type WordKey } from "../words/words";

/** The server says these in English; what the catalogue does not know stays so. */
const known = (key: string, fallback: string): string =>
  say(`ui:${key}` as WordKey, { defaultValue: fallback });

/** "sam2.1_hiera_tiny" -> "tiny": networks of one size are told alike. */
const familyOf = (name: string): string => name.split("_hiera_")[1] ?? name;

export const engineTitle = ({ name, title }: Engine): string => known(`engine_${familyOf(name)}`, title);

export const aboutEngine = ({ name, description }: Engine): string =>
  known(`aboutEngine_${familyOf(name)}`, description);

export const engineNeeds = ({ name, needs }: Engine): string => known(`engineNeeds_${familyOf(name)}`, needs);

/** Below this a number of frames a second says more than a part of a second. */
const QUICK_MS = 200;

/** 2130 -> "about 2.1 s a frame"; 40 -> "about 25 frames a second" */
export function formatPace(ms: number): string {
  if (ms < QUICK_MS) {
    const count = Math.round(1000 / Math.max(1, ms));
    return say("ui:framesPerSecond", { count });
  }
  const seconds = ms / 1000;
  return say("ui:secondsPerFrame", { number: formatNumber(seconds, seconds < 10 ? 1 : 0, true) });
}

/** What computes a session: "SAM 2.1 tiny, 512 px". */
export function sessionEngineWords(stored: string, engines: readonly Engine[]): string {
  const { engine, imageSize } = readEngineName(stored);
  const found = engines.find(({ name }) => name === engine);
  const title = found === undefined ? engine : engineTitle(found);
  return imageSize === null ? title : say("ui:engineAtSize", { engine: title, size: imageSize });
}

/** "CPU, float32"; the precision where it applies. */
export const deviceWords = ({ device, precision }: Engine): string =>
  [device, precision].filter((word) => word !== "").join(say("ui:listComma"));

/** "About 2.1 s a frame on this CPU, float32"; without the time where it is unknown. */
export function paceWords(engine: Engine, imageSize: number | null = null): string {
  const ms = estimatedAt(engine, imageSize);
  const device = engine.device === "CPU" ? say("ui:thisCpu") : engine.device;
  const text = [whereAtPace(ms === null ? "" : formatPace(ms), device), engine.precision]
    .filter((word) => word !== "")
    .join(say("ui:listComma"));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function whereAtPace(pace: string, device: string): string {
  if (device === "") return pace;
  return pace === "" ? say("ui:onDevice", { device }) : say("ui:paceOnDevice", { pace, device });
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
  if (place === 0) return say("ui:qualityFull", { size: imageSize });
  const isLast = place === imageSizes.length - 1 && place > 1;
  return say(isLast ? "ui:qualityFastest" : "ui:qualityFaster", { size: imageSize });
}
