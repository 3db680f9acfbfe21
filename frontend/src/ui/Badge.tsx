/** A fact in a few words. */
import type { ReactNode } from "react";
import styles from "./Badge.module.css";
import { classes } from "./classes";

export function Badge({
  tone = "plain",
  title,
  children,
}: {
  readonly tone?: "plain" | "good" | "bad";
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <span className={classes(styles.badge, tone !== "plain" && styles[tone])} title={title}>
      <span className={styles.dot} aria-hidden="true" />
      <span className={styles.text}>{children}</span>
    </span>
  );
}
