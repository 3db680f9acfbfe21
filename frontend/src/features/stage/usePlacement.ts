/** Where the picture lies in its area: fitted, or zoomed and moved. The zoom is the stage's, so that a key can take it away. */
import { type RefObject, useEffect, useState } from "react";
import { fit as fitInto, keepInView, move, type Placement, zoom } from "../../geometry/placement";
import { type Size, stagePoint } from "../../geometry/points";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";

const LARGEST = 12;

export interface PlacementControl {
  readonly placement: Placement;
  zoomAt(x: number, y: number, factor: number): void;
  moveBy(dx: number, dy: number): void;
}

function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 1, height: 1 });
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setSize({ width: Math.max(1, width), height: Math.max(1, height) });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

export function usePlacement(area: RefObject<HTMLElement | null>, clip: Size): PlacementControl {
  const { stage } = useWorkspace();
  const size = useSize(area);
  const { width, height } = clip;
  const fitted = fitInto({ width, height }, size);
  const zoomed = useStage((state) => state.zoom);
  const placed = (from: Placement | null) => (from === null ? fitted : keepInView(from, size));
  // Several events may come between two drawings: each goes on from the one before.
  const now = () => placed(stage.getState().zoom);

  const zoomAt = (x: number, y: number, factor: number) => {
    const next = zoom(now(), factor, stagePoint(x, y));
    const scale = next.width / fitted.width;
    if (scale <= 1.001) stage.setState({ zoom: null });
    else if (scale <= LARGEST) stage.setState({ zoom: next });
  };
  const moveBy = (dx: number, dy: number) => {
    if (stage.getState().zoom !== null) stage.setState({ zoom: move(now(), dx, dy) });
  };
  return { placement: placed(zoomed), zoomAt, moveBy };
}
