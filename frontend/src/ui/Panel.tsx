/** A panel over the page, for what is looked at and closed again. Its content scrolls, its head stays. */
import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { say } from "../words/words";
import { IconButton } from "./Button";
import confirm from "./Confirm.module.css";
import styles from "./Panel.module.css";

interface PanelProps {
  readonly open: boolean;
  readonly title: string;
  readonly text: string;
  /** Stays in sight below what scrolls. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
  onClose(): void;
}

/** Notices lie above every panel; pressing one is not pressing beside the panel. A dismissed one is gone by now. */
const isNotice = (target: EventTarget | null): boolean =>
  target instanceof Element && (!target.isConnected || target.closest("[aria-live]") !== null);

/** What waits for a key, marked so, is left with Escape; the panel stays. */
const takesKeys = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("[data-takes-keys]") !== null;

export function Panel({ open, title, text, foot, children, onClose }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={confirm.veil} />
        <Dialog.Content
          ref={panel}
          className={styles.panel}
          onOpenAutoFocus={(event) => {
            // Reading begins at the title, and no button's hint hides it.
            event.preventDefault();
            before.current = document.activeElement;
            panel.current?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (before.current instanceof HTMLElement) before.current.focus();
          }}
          onEscapeKeyDown={(event) => takesKeys(event.target) && event.preventDefault()}
          onInteractOutside={(event) => isNotice(event.target) && event.preventDefault()}
        >
          <header className={styles.head}>
            <Dialog.Title className={confirm.title}>{title}</Dialog.Title>
            <IconButton label={say("ui:close")} icon={<X size={18} />} onClick={onClose} />
            <Dialog.Description className={styles.text}>{text}</Dialog.Description>
          </header>
          <div className={styles.content}>{children}</div>
          {foot !== undefined && <footer className={styles.foot}>{foot}</footer>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
