/** Opens the list of keys, for those who do not know its key yet. */
import { Keyboard } from "lucide-react";
import { useKeyOf } from "../../state/keys/useKeyOf";
import { useServices } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { say } from "../../words/words";

export function KeysButton() {
  const { keys } = useServices();
  const shortcut = useKeyOf("showKeys");
  return (
    <IconButton
      label={say("keys:title")}
      shortcut={shortcut}
      aria-haspopup="dialog"
      icon={<Keyboard size={18} />}
      onClick={() => keys.show(true)}
    />
  );
}
