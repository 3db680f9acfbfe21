/** A clip as the gallery knows it: what the player needs, and what a person is told about it. */
import type { Right } from "./access";
import type { Clip } from "./clip";

export interface Video extends Clip {
  readonly id: string;
  readonly title: string;
  readonly posterUrl: string | null;
  /** One row of `filmstripTiles` equal tiles; tile i shows frame floor((i + 0.5) * frameCount / tiles). */
  readonly filmstripUrl: string;
  readonly filmstripTiles: number;
  readonly durationSec: number;
  /** Sample clips cannot be deleted. */
  readonly isSample: boolean;
  /** OWN: the person may rename and delete it. */
  readonly right: Right;
  readonly source: { readonly fileName: string; readonly width: number; readonly height: number };
}
