/** Opening a clip: a new session with the chosen engine, then its stage. */

import { useLocation } from "wouter";
import { useStore } from "zustand";
import { useServices } from "../../state/services";

/** The engine for new sessions: the person's choice while it is available, else the server's default (null). */
export function useChosenEngine(): string | null {
  const { gallery, preferences } = useServices();
  const chosen = useStore(preferences, (state) => state.engine);
  const engines = useStore(gallery.store, (state) => state.server?.engines);
  const isAvailable = engines?.some(({ name, available }) => name === chosen && available) ?? false;
  return isAvailable ? chosen : null;
}

export function useOpenClip(): (path: string) => Promise<void> {
  const { gallery } = useServices();
  const [, navigate] = useLocation();
  const engine = useChosenEngine();
  return async (path) => {
    const sessionId = await gallery.open(path, engine);
    if (sessionId !== null) navigate(`/session/${sessionId}`);
  };
}
