/** A state in words: nothing here yet, loading, or failed; with what can be done about it. */
import type { ReactNode } from "react";
import { classes } from "./classes";
import styles from "./Message.module.css";

interface MessageProps {
  readonly title: string;
  readonly text?: string;
  readonly icon?: ReactNode;
  /** An error is announced at once. */
  readonly urgent?: boolean;
  /** Inside a panel, which is no higher than it must be. */
  readonly low?: boolean;
  readonly children?: ReactNode;
}

export function Message({ title, text, icon, urgent = false, low = false, children }: MessageProps) {
  return (
    <div className={classes(styles.message, low && styles.low)} role={urgent ? "alert" : "status"}>
      {icon}
      <p className={styles.title}>{title}</p>
      {text !== undefined && <p className={styles.text}>{text}</p>}
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </div>
  );
}
