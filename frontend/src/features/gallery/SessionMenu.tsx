/** What can be done with a session beside going on with it: duplicate, save as a file, share, delete after a question. */
import { Copy, Download, Ellipsis, Share2, Trash2 } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import type { SessionEntry } from "../../api/sessions";
import { useServices } from "../../state/services";
import { canShare } from "../../state/sharing";
import { Button } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { say } from "../../words/words";
import { DeleteQuestion } from "./DeleteQuestion";
import styles from "./menu.module.css";

export function SessionMenu({ session }: { readonly session: SessionEntry }) {
  const { gallery, door, sharing } = useServices();
  const access = useStore(door.store, (state) => state.access);
  const [asking, setAsking] = useState(false);
  const isSaving = useStore(gallery.files.store, ({ saving }) => saving.has(session.sessionId));
  const { name } = session;
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <Button tone="quiet" aria-label={say("gallery:moreFor", { name })}>
            <Ellipsis size={16} aria-hidden="true" />
          </Button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4} collisionPadding={8}>
            {access?.guest !== true && (
              <Item
                icon={<Copy size={16} />}
                words={say("gallery:duplicate")}
                onSelect={() => void gallery.duplicateSession(session)}
              />
            )}
            <Item
              icon={<Download size={16} />}
              words={isSaving ? say("gallery:savingShort") : say("gallery:saveAsFile")}
              disabled={isSaving || session.maskedFrames === 0}
              onSelect={() => void gallery.files.save(session)}
            />
            {canShare(access, session.right) && (
              <Item
                icon={<Share2 size={16} />}
                words={say("gallery:share")}
                onSelect={() => void sharing.open(session)}
              />
            )}
            {session.right === "OWN" && (
              <>
                <DropdownMenu.Separator className={styles.line} />
                <Item
                  bad
                  icon={<Trash2 size={16} />}
                  words={say("gallery:deleteSession")}
                  onSelect={() => setAsking(true)}
                />
              </>
            )}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <DeleteQuestion
        open={asking}
        doomed={session}
        title={say("gallery:deleteSessionQuestion", { name })}
        action={say("gallery:deleteSession")}
        onClose={() => setAsking(false)}
        onConfirm={() => void gallery.removeSession(session)}
      />
    </>
  );
}

interface ItemProps {
  readonly icon: ReactNode;
  readonly words: string;
  readonly bad?: boolean;
  readonly disabled?: boolean;
  onSelect(): void;
}

function Item({ icon, words, bad = false, disabled = false, onSelect }: ItemProps) {
  return (
    <DropdownMenu.Item
      className={classes(styles.item, bad && styles.bad)}
      disabled={disabled}
      onSelect={onSelect}
    >
      {icon}
      {words}
    </DropdownMenu.Item>
  );
}
