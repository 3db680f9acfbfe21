/** Knows what of the stage makes the look of a movie: the only file that names effects on a movie's way. */
import type { Screen } from "./screen";

/** Handed through from the stage to a screen as it is. */
export type Look = Parameters<Screen["setEffects"]>[0];

export const lookOf = (stage: { readonly effects: Look }): Look => stage.effects;

/** Resolves when the screen can draw it whole. */
export async function applyLook(screen: Screen, look: Look): Promise<void> {
  screen.setEffects(look);
  await screen.effectsReady();
}
