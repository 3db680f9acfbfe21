/** Asks before something is gone for good, and says what goes with it. */
import { AlertDialog } from "radix-ui";
import { say } from "../words/words";
import { Button } from "./Button";
import styles from "./Confirm.module.css";

interface ConfirmProps {
  readonly open: boolean;
  readonly title: string;
  readonly text: string;
  /** What the button does, in words: "Delete clip". */
  readonly action: string;
  /** What the other button does; "Keep" unless said. */
  readonly keep?: string;
  onConfirm(): void;
  onClose(): void;
}

export function Confirm({ open, title, text, action, keep, onConfirm, onClose }: ConfirmProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={styles.veil} />
        <AlertDialog.Content className={styles.panel}>
          <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
          <AlertDialog.Description className={styles.text}>{text}</AlertDialog.Description>
          <div className={styles.actions}>
            <AlertDialog.Cancel asChild>
              <Button>{keep ?? say("ui:keep")}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button tone="danger" onClick={onConfirm}>
                {action}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
