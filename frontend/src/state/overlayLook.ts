/** How the masks lie over the video: the mode and the opacity of the effect called "overlay", as keys change them. */
import type { EffectSetting } from "../domain/effect";
import type { StageState, StageStore } from "./stageStore";

const OVERLAY = "overlay";
const MODES = ["fill", "contour", "both"] as const;
const STEP = 0.1;

/** As the effect's table says (effects/overlay.ts). */
const usual = { mode: "both", opacity: 0.45 };

const within = (share: number): number => Math.min(1, Math.max(0, Math.round(share * 100) / 100));

function changeOverlay(stage: StageStore, values: EffectSetting["values"]): void {
  stage.setState(({ effect }) => ({
    effect: effect.name === OVERLAY ? { ...effect, values: { ...effect.values, ...values } } : effect,
  }));
}

/** Fill, contour, both, off, and round again. Nothing where another effect is shown. */
export function nextOverlayMode(stage: StageStore): void {
  const { effect, overlayOff } = stage.getState();
  if (effect.name !== OVERLAY) return;
  const place = MODES.findIndex((mode) => mode === (effect.values.mode ?? usual.mode));
  const next = overlayOff ? MODES[0] : MODES[place + 1];
  stage.setState({ overlayOff: next === undefined });
  if (next !== undefined) changeOverlay(stage, { mode: next });
}

/** Steps up or down, 1 or -1. What was off is seen again. */
export function changeOverlayOpacity(stage: StageStore, steps: number): void {
  const { values } = stage.getState().effect;
  stage.setState({ overlayOff: false });
  changeOverlay(stage, { opacity: within(Number(values.opacity ?? usual.opacity) + steps * STEP) });
}

/** What the player draws: the overlay that is off leaves the video as it is. */
export function shownEffect({ effect, overlayOff }: StageState): EffectSetting {
  if (!overlayOff || effect.name !== OVERLAY) return effect;
  return { ...effect, values: { ...effect.values, mode: "fill", opacity: 0 } };
}
