/** Knows what this browser encodes: asks WebCodecs, without loading what writes files. */
import type { Clip } from "../domain/clip";
import type { MovieEncoder, MovieKind } from "../domain/movie";
import { perSecond } from "./movie_plan";

/** Why movies of a kind cannot be made here. */
export type Inability = "insecure" | "no-webcodecs" | "no-encoder";

export type Ability =
  | { readonly able: true; readonly encoder: MovieEncoder }
  | { readonly able: false; readonly why: Inability };

type Shape = Pick<Clip, "width" | "height" | "frameRate">;
export type AskEncoder = (config: VideoEncoderConfig) => Promise<boolean>;

/** The standards' levels: how many pixels a second each allows, and what H.264, VP9 and AV1 call it. */
const LEVELS = [
  [1280 * 720 * 30, "1f", "31", "05"],
  [1920 * 1088 * 30, "28", "40", "08"],
  [1920 * 1088 * 60, "2a", "41", "09"],
  [4096 * 2176 * 60, "34", "51", "13"],
] as const;

/** Best first. */
export function encodersFor(kind: MovieKind, { width, height, frameRate }: Shape): readonly MovieEncoder[] {
  const pixels = Math.ceil(width / 16) * Math.ceil(height / 16) * 256 * perSecond(frameRate);
  const [, avc, vp9, av1] = LEVELS.find(([most]) => pixels <= most) ?? LEVELS[3];
  if (kind === "mp4") {
    const profiles = ["6400", "4d00", "42e0"];
    return profiles.map((profile) => ({ codec: "avc", parameters: `avc1.${profile}${avc}` }));
  }
  return [
    { codec: "vp9", parameters: `vp09.00.${vp9}.08` },
    { codec: "av1", parameters: `av01.0.${av1}M.08` },
    { codec: "vp8", parameters: "vp8" },
  ];
}

const askBrowser: AskEncoder = async (config) => {
  try {
    return (await VideoEncoder.isConfigSupported(config)).supported === true;
  } catch {
    // Browsers reject parameters that they do not know, which is an answer.
    return false;
  }
};

/** Movies are made in a worker, which needs a canvas of its own there. */
const hasParts = (): boolean => typeof VideoEncoder === "function" && typeof OffscreenCanvas === "function";

export async function abilityFor(
  kind: MovieKind,
  clip: Shape,
  ask: AskEncoder = askBrowser,
  present: boolean = hasParts(),
): Promise<Ability> {
  if (!present)
    return { able: false, why: globalThis.isSecureContext === false ? "insecure" : "no-webcodecs" };
  const { width, height, frameRate } = clip;
  for (const encoder of encodersFor(kind, clip)) {
    const config = { codec: encoder.parameters, width, height, framerate: perSecond(frameRate) };
    if (await ask({ ...config, bitrate: 2_000_000 })) return { able: true, encoder };
  }
  return { able: false, why: "no-encoder" };
}
