/** How far something is, or that it is under way where that is not known. */
import { Progress as Radix } from "radix-ui";
import { classes } from "./classes";
import styles from "./Progress.module.css";

export function Progress({
  label,
  done,
  total,
}: {
  readonly label: string;
  readonly done: number;
  /** 0 while unknown. */
  readonly total: number;
}) {
  const share = total > 0 ? Math.min(1, done / total) : null;
  return (
    <Radix.Root
      className={styles.track}
      aria-label={label}
      value={share === null ? null : Math.round(share * 100)}
    >
      <Radix.Indicator
        className={classes(styles.done, share === null && styles.unknown)}
        style={share === null ? {} : { width: `${share * 100}%` }}
      />
    </Radix.Root>
  );
}
