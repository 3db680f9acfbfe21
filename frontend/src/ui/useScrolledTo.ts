/** Keeps a chosen row in sight inside its list, without moving the page. */
import { type RefObject, useEffect } from "react";

/** How far a list must be scrolled so that a row is in sight: 0 where it is. All in the same pixels. */
export function scrollNeeded(
  list: { top: number; bottom: number },
  row: { top: number; bottom: number },
): number {
  if (row.top < list.top) return row.top - list.top;
  return Math.max(0, row.bottom - list.bottom);
}

/** The list is the row's parent element. */
export function useScrolledTo(row: RefObject<HTMLElement | null>, chosen: boolean): void {
  useEffect(() => {
    const list = row.current?.parentElement;
    if (!chosen || row.current === null || list === null || list === undefined) return;
    list.scrollTop += scrollNeeded(list.getBoundingClientRect(), row.current.getBoundingClientRect());
  }, [row, chosen]);
}
