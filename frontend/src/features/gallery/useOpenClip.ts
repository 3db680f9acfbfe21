/** Opening a clip: a new session with the chosen engine, then its stage. */

import { useLocation } from "wouter";
import { useServices } from "../../state/services";
import { useNewSessions } from "./useNewSessions";

export function useOpenClip(): (path: string) => Promise<void> {
  const { gallery } = useServices();
  const [, navigate] = useLocation();
  const { told } = useNewSessions();
  return async (path) => {
    const sessionId = await gallery.open(path, told.engine, told.imageSize);
    if (sessionId !== null) navigate(`/session/${sessionId}`);
  };
}
