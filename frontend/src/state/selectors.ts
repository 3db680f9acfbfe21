/** How components read the two stores of the open session; each re-renders only when what it reads changed. */
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useServices, useWorkspace } from "./services";
import type { OpenSession } from "./sessionState";
import type { StageState } from "./stageStore";

/** From the session as the server knows it. Only inside an open session. */
export function useSession<T>(select: (session: OpenSession) => T): T {
  return useStore(useWorkspace().server, ({ session }) => {
    if (session === null) throw new Error("There is no open session.");
    return select(session);
  });
}

/** Whether the person may change the open session. */
export const useMayEdit = (): boolean => useSession(({ right }) => right !== "READ");

export function useStage<T>(select: (stage: StageState) => T): T {
  return useStore(useWorkspace().stage, select);
}

/** The most objects that a session may have. */
export function useMaxObjects(): number {
  return useStore(useServices().gallery.store, ({ server }) => server?.limits.maxObjects ?? 32);
}

/** What changes quickly, seen at most so often; the last value always is. */
export function useCalm<T>(value: T, milliseconds: number): T {
  const [calm, setCalm] = useState(value);
  const newest = useRef(value);
  newest.current = value;
  const stale = !Object.is(calm, value);
  // biome-ignore lint/correctness/useExhaustiveDependencies(calm): the value may go on in the very render that shows the last
  useEffect(() => {
    if (!stale) return;
    const timer = setTimeout(() => setCalm(() => newest.current), milliseconds);
    return () => clearTimeout(timer);
  }, [stale, calm, milliseconds]);
  return calm;
}
