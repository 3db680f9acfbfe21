/** How fast and which way the clip is shuttled; nothing while it is not. */
import { useStore } from "zustand";
import { useWorkspace } from "../state/services";
import { Badge } from "../ui/Badge";
import { say } from "../words/words";

export function ShuttleBadge() {
  const { shuttle } = useWorkspace();
  const speed = useStore(shuttle.store, (state) => state.speed);
  if (speed === 0) return null;
  const times = Math.abs(speed);
  return <Badge>{say(speed < 0 ? "app:shuttleBackward" : "app:shuttleForward", { times })}</Badge>;
}
