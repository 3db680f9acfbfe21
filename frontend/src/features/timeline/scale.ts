/** Where frames stand on the timeline: shares of its width, 0..1. Pure. */
import type { Runs } from "../../domain/session";

/** The middle of a frame. */
export const shareOf = (frame: number, frameCount: number): number => (frame + 0.5) / frameCount;

/** The frame under a share of the width. */
export const frameAt = (share: number, frameCount: number): number =>
  Math.min(frameCount - 1, Math.max(0, Math.floor(share * frameCount)));

/** All runs as one SVG path in a view box of frameCount × 1. */
export const runsPath = (runs: Runs): string =>
  runs.map(([first, last]) => `M${first} 0h${last - first + 1}v1h${first - last - 1}z`).join("");

/** Which of `tiles` filmstrip tiles each of `slots` places shows. */
export const tilesShown = (slots: number, tiles: number): readonly number[] =>
  Array.from({ length: slots }, (_, slot) => Math.min(tiles - 1, Math.floor(((slot + 0.5) * tiles) / slots)));
