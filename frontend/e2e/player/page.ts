/** A page with nothing on it: specs open players, and look at parts, through `window.masklet`. */
import { effects } from "../../src/effects/registry";
import { encode } from "../../src/masks/rle";
import { Compositor } from "../../src/render/compositor";
import { openPlayer } from "../../src/worker/player";

const masklet = { openPlayer, Compositor, encode, effects };

declare global {
  interface Window {
    masklet: typeof masklet;
  }
}

window.masklet = masklet;
