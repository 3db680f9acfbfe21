/** Where an event is on the stage. */
import type { MouseEvent } from "react";
import { type StagePoint, stagePoint } from "../../geometry/points";

export function placeOf(event: MouseEvent<HTMLElement>): StagePoint {
  const area = event.currentTarget.getBoundingClientRect();
  return stagePoint(event.clientX - area.left, event.clientY - area.top);
}
