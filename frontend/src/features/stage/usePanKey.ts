/** Space with a drag moves the picture; Space alone does what the key does otherwise, but when it is let go. */
import { type RefObject, useEffect, useRef } from "react";

const isOver = (area: HTMLElement | null): boolean => area?.matches(":hover") ?? false;

/** Events that were held back once are let through. */
const passed = new WeakSet<Event>();

export function usePanKey(area: RefObject<HTMLElement | null>) {
  /** Null: not held. */
  const held = useRef<{ used: boolean } | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== " " || passed.has(event) || !isOver(area.current)) return;
      const target = event.target instanceof Element ? event.target : null;
      // Whoever has the focus keeps Space; the page and the picture have no use of their own for it.
      if (target !== null && target !== document.body && target !== area.current) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      held.current ??= { used: false };
    };
    const release = (event: KeyboardEvent) => {
      if (event.key !== " " || held.current === null) return;
      const { used } = held.current;
      held.current = null;
      if (used) return;
      const late = new KeyboardEvent("keydown", { key: " ", code: "Space", bubbles: true, cancelable: true });
      passed.add(late);
      (event.target ?? window).dispatchEvent(late);
    };
    const forget = () => {
      held.current = null;
    };
    window.addEventListener("keydown", press, true);
    window.addEventListener("keyup", release, true);
    window.addEventListener("blur", forget);
    return () => {
      window.removeEventListener("keydown", press, true);
      window.removeEventListener("keyup", release, true);
      window.removeEventListener("blur", forget);
    };
  }, [area]);
  return {
    /** True while Space is held; a drag uses it, so that its release does nothing. */
    use(): boolean {
      if (held.current === null) return false;
      held.current = { used: true };
      return true;
    },
  };
}
