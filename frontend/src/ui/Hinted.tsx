/** A name that appears beside what the pointer or the focus rests on. */
import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./Hinted.module.css";

export function Hinted({
  text,
  shortcut = "",
  children,
}: {
  readonly text: string;
  /** Empty where no key does it. */
  readonly shortcut?: string;
  readonly children: ReactNode;
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className={styles.hint} sideOffset={6} collisionPadding={8}>
          {text}
          {shortcut !== "" && <kbd className={styles.key}>{shortcut}</kbd>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
