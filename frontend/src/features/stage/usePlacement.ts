/** Tells the picture's zoom how large its area is, and where the picture lies therefore. */
import { type RefObject, useLayoutEffect, useState } from "react";
import type { Placement } from "../../geometry/placement";
import type { Size } from "../../geometry/points";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";

export interface PlacementControl {
  readonly placement: Placement;
  zoomAt(x: number, y: number, factor: number): void;
  moveBy(dx: number, dy: number): void;
}

export function usePlacement(area: RefObject<HTMLElement | null>): PlacementControl {
  const { picture } = useWorkspace();
  const [, setSize] = useState<Size>({ width: 1, height: 1 });
  useLayoutEffect(() => {
    if (area.current === null) return;
    const takeSize = (width: number, height: number) => {
      const size = { width: Math.max(1, width), height: Math.max(1, height) };
      picture.setArea(size);
      setSize(size);
    };
    // At once: a canvas that finds its size only later is drawn twice.
    takeSize(area.current.clientWidth, area.current.clientHeight);
    const observer = new ResizeObserver(
      ([entry]) => entry && takeSize(entry.contentRect.width, entry.contentRect.height),
    );
    observer.observe(area.current);
    return () => observer.disconnect();
  }, [area, picture]);
  const zoomed = useStage((state) => state.zoom);
  return {
    placement: picture.placed(zoomed),
    zoomAt: (x, y, factor) => picture.zoomAt(x, y, factor),
    moveBy: (dx, dy) => picture.moveBy(dx, dy),
  };
}
