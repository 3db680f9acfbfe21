/** A state in words: nothing here yet, loading, or failed; with what can be done about it. */
import type { ReactNode } from "react";
import styles from "./Message.module.css";

interface MessageProps {
  readonly title: string;
  readonly text?: string;
  readonly icon?: ReactNode;
  /** An error is announced at once. */
  readonly urgent?: boolean;
  readonly children?: ReactNode;
}

export function Message({ title, text, icon, urgent = false, children }: MessageProps) {
  return (
    <div className={styles.message} role={urgent ? "alert" : "status"}>
      {icon}
      <p className={styles.title}>{title}</p>
      {text !== undefined && <p className={styles.text}>{text}</p>}
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </div>
  );
}
