/** A page with nothing on it: specs open players, and look at parts, through `window.masklet`. */
import { paintGhosts } from "../../src/masks/ghosts";
import { MaskStore } from "../../src/masks/mask_store";
import { encode } from "../../src/masks/rle";
import { pictureOf } from "../../src/media/picture";
import { Compositor } from "../../src/render/compositor";
import { takeSeat } from "../../src/worker/core_link";
import { imageOf } from "../../src/worker/images";
import { openPlayer } from "../../src/worker/player";

const masklet = { openPlayer, takeSeat, Compositor, MaskStore, encode, pictureOf, paintGhosts, imageOf };

declare global {
  interface Window {
    masklet: typeof masklet;
  }
}

window.masklet = masklet;
