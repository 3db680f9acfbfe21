/** Knows where objects were on earlier frames, newest on top, for trails. */
import type { Rle } from "../domain/mask";
import { paint } from "./rle";

/** A frame's objects, bottom first. */
export type Ghost = readonly { readonly label: number; readonly rle: Rle }[];

/** Column-major words, label + 256 * age; the first ghost has age 1 and lies on top; 0 where none was. */
export function paintGhosts(ghosts: readonly Ghost[], words: Uint16Array): void {
  words.fill(0);
  for (let age = ghosts.length; age >= 1; age--)
    for (const { label, rle } of ghosts[age - 1] ?? []) paint(rle, words, label + 256 * age);
}
