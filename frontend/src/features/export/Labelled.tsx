/** A title before a row of choices, which carries the same name for those who listen. */
import type { ReactNode } from "react";
import styles from "./ExportPanel.module.css";

export function Labelled({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles.labelled}>
      <span className={styles.heading} aria-hidden="true">
        {title}
      </span>
      {children}
    </div>
  );
}
