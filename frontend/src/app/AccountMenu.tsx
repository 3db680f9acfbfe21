/** Who is in, and the way out; only where the server knows people. */
import { LogOut, UserRound } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useStore } from "zustand";
import { sentence } from "../api/errors";
import type { Access } from "../domain/access";
import { useServices } from "../state/services";
import { buttonClass } from "../ui/Button";
import { Hinted } from "../ui/Hinted";
import menu from "../ui/menu.module.css";
import { say } from "../words/words";

/** Whoever has the token has no other name. */
const nameOf = ({ mode, signedInAs }: Access): string => {
  if (signedInAs === null) return say("app:guest");
  return mode === "token" ? say("app:tokenHolder") : signedInAs;
};

export function AccountMenu() {
  const { door, notices } = useServices();
  const access = useStore(door.store, (state) => state.access);
  if (access === null || access.mode === "open") return null;
  const name = nameOf(access);
  const leave = async () => {
    try {
      await door.leave();
      location.assign("/");
    } catch (error) {
      notices.say("bad", say("app:notSignedOut"), sentence(error));
    }
  };
  return (
    <DropdownMenu.Root modal={false}>
      <Hinted text={say("app:account", { name })}>
        <DropdownMenu.Trigger
          className={buttonClass({ tone: "quiet" }, true)}
          aria-label={say("app:account", { name })}
        >
          <UserRound size={18} />
        </DropdownMenu.Trigger>
      </Hinted>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menu.menu} align="end" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.Label className={menu.label}>
            <span className={menu.text}>{name}</span>
          </DropdownMenu.Label>
          {access.canSignOut && (
            <DropdownMenu.Item className={menu.item} onSelect={() => void leave()}>
              <LogOut size={15} />
              {say("app:signOut")}
            </DropdownMenu.Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
