/** A title before a row of choices, which carries the same name for those who listen. */
import type { ReactNode } from "react";
import styles from "./ExportPanel.module.css";

interface LabelledProps {
  readonly title: string;
  /** The title above, for rows that need the whole width. */
  readonly stacked?: boolean;
  readonly children: ReactNode;
}

export function Labelled({ title, stacked = false, children }: LabelledProps) {
  return (
    <div className={styles.labelled} {...(stacked && { "data-stacked": "" })}>
      <span className={styles.heading} aria-hidden="true">
        {title}
      </span>
      {children}
    </div>
  );
}
