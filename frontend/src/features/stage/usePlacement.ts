/** Where the picture lies in its area: fitted, or zoomed with Ctrl and the wheel and moved with the middle button. */
import { type RefObject, useCallback, useEffect, useState } from "react";
import { fit as fitInto, keepInView, move, type Placement, zoom } from "../../geometry/placement";
import { type Size, stagePoint } from "../../geometry/points";

const LARGEST = 12;

export interface PlacementControl {
  readonly placement: Placement;
  readonly isZoomed: boolean;
  zoomAt(x: number, y: number, factor: number): void;
  moveBy(dx: number, dy: number): void;
  reset(): void;
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
  const size = useSize(area);
  const { width, height } = clip;
  const fitted = fitInto({ width, height }, size);
  const [zoomed, setZoomed] = useState<Placement | null>(null);
  const placement = zoomed === null ? fitted : keepInView(zoomed, size);

  const zoomAt = (x: number, y: number, factor: number) => {
    const next = zoom(placement, factor, stagePoint(x, y));
    const scale = next.width / fitted.width;
    if (scale <= 1.001) setZoomed(null);
    else if (scale <= LARGEST) setZoomed(next);
  };
  const moveBy = (dx: number, dy: number) => zoomed !== null && setZoomed(move(placement, dx, dy));
  const reset = useCallback(() => setZoomed(null), []);
  return { placement, isZoomed: zoomed !== null, zoomAt, moveBy, reset };
}
