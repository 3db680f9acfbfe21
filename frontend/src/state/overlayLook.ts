/** How the masks lie over the video: mode and opacity of the lowest layer called "overlay", as keys change them. */
import type { EffectLayer, ParameterValue } from "../domain/effect";
import { changed } from "../effects/layers";
import type { StageStore } from "./stageStore";

const OVERLAY = "overlay";
const MODES: readonly ParameterValue[] = ["fill", "contour", "both"];
const STEP = 0.1;

const within = (share: number): number => Math.min(1, Math.max(0, Math.round(share * 100) / 100));

/** Changes the layer, where the stack has one. */
function changeOverlay(stage: StageStore, change: (layer: EffectLayer) => Partial<EffectLayer>): void {
  stage.setState(({ effects }) => {
    const layer = effects.find(({ effect }) => effect.name === OVERLAY);
    return layer === undefined ? {} : { effects: changed(effects, layer.id, change) };
  });
}

const withValues = (
  { effect }: EffectLayer,
  values: EffectLayer["effect"]["values"],
): Pick<EffectLayer, "effect" | "enabled"> => ({
  effect: { ...effect, values: { ...effect.values, ...values } },
  enabled: true,
});

/** Fill, contour, both, off, and round again. Nothing where there is no overlay. */
export function nextOverlayMode(stage: StageStore): void {
  changeOverlay(stage, (layer) => {
    const mode = layer.enabled ? MODES[MODES.indexOf(layer.effect.values.mode ?? "") + 1] : MODES[0];
    return mode === undefined ? { enabled: false } : withValues(layer, { mode });
  });
}

/** Steps up or down, 1 or -1. What was off is seen again. */
export function changeOverlayOpacity(stage: StageStore, steps: number): void {
  changeOverlay(stage, (layer) =>
    withValues(layer, { opacity: within(Number(layer.effect.values.opacity) + steps * STEP) }),
  );
}
