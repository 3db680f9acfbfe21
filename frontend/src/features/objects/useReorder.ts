/** A row in the hand: where it would go, and what happens when it is let go. */
import { type RefObject, useCallback, useRef, useState } from "react";
import type { ObjectId } from "../../domain/clip";
import { useWorkspace } from "../../state/services";

/** Less is a press with an unsteady hand. */
const LEAST_PIXELS = 5;

/** How many rows end above the pointer, as if it stood between two. */
export const gapAt = (middles: readonly number[], y: number): number =>
  middles.filter((middle) => middle < y).length;

/** From a place in the list to a gap in it: the place from below that it then has. */
export function placeFromBelow(from: number, gap: number, count: number): number {
  const place = gap > from ? gap - 1 : gap;
  return count - 1 - place;
}

interface Held {
  readonly objectId: ObjectId;
  readonly gap: number;
}

export function useReorder(list: RefObject<HTMLUListElement | null>) {
  const { objects, server } = useWorkspace();
  const [held, setHeld] = useState<Held | null>(null);
  const newest = useRef<Held | null>(null);
  const start = useRef<number | null>(null);
  const put = useCallback((next: Held | null) => {
    newest.current = next;
    setHeld(next);
  }, []);
  const drag = useCallback(
    (objectId: ObjectId, clientY: number) => {
      start.current ??= clientY;
      if (newest.current === null && Math.abs(clientY - start.current) < LEAST_PIXELS) return;
      const rows = [...(list.current?.querySelectorAll("[data-row]") ?? [])];
      const middles = rows.map((row) => {
        const { top, height } = row.getBoundingClientRect();
        return top + height / 2;
      });
      const gap = gapAt(middles, clientY);
      if (newest.current?.gap !== gap) put({ objectId, gap });
    },
    [list, put],
  );
  const drop = useCallback(() => {
    const all = server.getState().session?.objects ?? [];
    const dropped = newest.current;
    start.current = null;
    put(null);
    if (dropped === null) return;
    const fromBelow = all.findIndex(({ objectId }) => objectId === dropped.objectId);
    const place = placeFromBelow(all.length - 1 - fromBelow, dropped.gap, all.length);
    void objects.move(dropped.objectId, place);
  }, [objects, server, put]);
  return { held, drag, drop };
}
