/** Opens the share links of the open session; for its owner, where the server knows people. */
import { Share2 } from "lucide-react";
import { useStore } from "zustand";
import { useSession } from "../state/selectors";
import { useServices } from "../state/services";
import { canShare } from "../state/sharing";
import { IconButton } from "../ui/Button";
import { say } from "../words/words";

export function ShareButton() {
  const { door, sharing } = useServices();
  const access = useStore(door.store, (state) => state.access);
  const sessionId = useSession((session) => session.sessionId);
  const name = useSession((session) => session.name);
  const right = useSession((session) => session.right);
  if (!canShare(access, right)) return null;
  return (
    <IconButton
      label={say("app:share")}
      aria-haspopup="dialog"
      icon={<Share2 size={18} />}
      onClick={() => void sharing.open({ sessionId, name })}
    />
  );
}
