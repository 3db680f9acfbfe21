/** Knows which part of a drawn scene is its look (the effect with its values): the only file that names it. */
import type { Scene } from "../render/compositor";

/** What it is called, in scenes as on the stage. */
export const LOOK = "effect" satisfies keyof Scene;

/** Handed through from the stage to the compositor as it is. */
export type Look = Scene[typeof LOOK];
