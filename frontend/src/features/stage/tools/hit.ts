/** What of a prompt is under the pointer, within reach of a mouse or of a finger. */
import type { Prompt } from "../../../domain/session";
import { type Placement, stageOfClip } from "../../../geometry/placement";
import { clipPoint, type StagePoint } from "../../../geometry/points";
import type { ToolName } from "../../../state/stageStore";
import { cornersOf } from "./boxTool";
import { type Corner, distance, type Hit } from "./tool";

/** CSS pixels; a finger covers 44. */
export const MOUSE_REACH = 12;
export const FINGER_REACH = 22;

/** Position of the nearest point of the clip within reach, or null. */
function nearest(
  points: readonly { readonly x: number; readonly y: number }[],
  at: StagePoint,
  placement: Placement,
  reach: number,
): number | null {
  const away = points.map(({ x, y }) => distance(stageOfClip(clipPoint(x, y), placement), at));
  const least = Math.min(...away);
  return least <= reach ? away.indexOf(least) : null;
}

const isCorner = (place: number | null): place is Corner => place !== null && place >= 0 && place < 4;

function boxHit(prompt: Prompt, at: StagePoint, placement: Placement, reach: number): Hit | null {
  const { box } = prompt;
  if (box === null) return null;
  const corner = nearest(cornersOf(box), at, placement, reach);
  if (isCorner(corner)) return { kind: "corner", corner, box };
  const low = stageOfClip(clipPoint(box.x0, box.y0), placement);
  const high = stageOfClip(clipPoint(box.x1, box.y1), placement);
  // A border is thin, so that a new box can begin close to it.
  const near = reach / 2;
  const beside = (value: number, ends: readonly number[]) =>
    ends.some((end) => Math.abs(value - end) <= near);
  const along = (value: number, from: number, to: number) => value >= from - near && value <= to + near;
  const onBorder =
    (beside(at.x, [low.x, high.x]) && along(at.y, low.y, high.y)) ||
    (beside(at.y, [low.y, high.y]) && along(at.x, low.x, high.x));
  return onBorder ? { kind: "border", box } : null;
}

export function hitAt(
  tool: ToolName,
  prompt: Prompt | null,
  at: StagePoint,
  placement: Placement,
  reach: number,
): Hit | null {
  if (prompt === null) return null;
  if (tool === "box") return boxHit(prompt, at, placement, reach);
  if (tool !== "point") return null;
  const position = nearest(prompt.points, at, placement, reach);
  return position === null ? null : { kind: "point", position };
}
