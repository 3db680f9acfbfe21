/** Something is on its way. Says so only where `label` is given; else the text beside it does. */
import styles from "./Spinner.module.css";

export function Spinner({ label }: { readonly label?: string }) {
  return label === undefined ? (
    <span className={styles.spinner} aria-hidden="true" />
  ) : (
    <span className={styles.spinner} role="status" aria-label={label} />
  );
}
