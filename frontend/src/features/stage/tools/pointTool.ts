/** Click adds a point, or takes away; on an existing point it removes it, and a drag from there moves it. Another drag is no click. */
import { clipPoint } from "../../../geometry/points";
import {
  clampShare,
  distance,
  type Intent,
  isInside,
  type MovedPoint,
  type PointerInput,
  type Step,
  TREMBLE,
} from "./tool";

export type PointToolState =
  | { readonly kind: "idle" }
  | { readonly kind: "pressed"; readonly down: PointerInput }
  | { readonly kind: "moving"; readonly point: MovedPoint };

export const pointIdle: PointToolState = { kind: "idle" };

function clickIntent({ hit, clip: at, takesAway }: PointerInput): Intent {
  if (hit?.kind === "point") return { kind: "remove-point", position: hit.position };
  return { kind: "add-point", at, takesAway };
}

function moved(position: number, { clip, kind }: PointerInput): Step<PointToolState> {
  const to = clipPoint(clampShare(clip.x), clampShare(clip.y));
  const done = kind === "up";
  const state: PointToolState = done ? pointIdle : { kind: "moving", point: { ...to, position } };
  return { state, intent: { kind: "move-point", position, to, done } };
}

export function pointTool(state: PointToolState, input: PointerInput): Step<PointToolState> {
  if (input.kind === "cancel")
    return { state: pointIdle, intent: state.kind === "moving" ? { kind: "let-go" } : null };
  if (state.kind === "moving") return moved(state.point.position, input);
  if (state.kind === "idle") {
    const starts = input.kind === "down" && isInside(input.clip);
    return { state: starts ? { kind: "pressed", down: input } : pointIdle, intent: null };
  }
  const { hit, stage } = state.down;
  const isClick = distance(stage, input.stage) <= TREMBLE;
  if (!isClick && hit?.kind === "point") return moved(hit.position, input);
  if (input.kind !== "up") return { state, intent: null };
  return { state: pointIdle, intent: isClick ? clickIntent(state.down) : null };
}
