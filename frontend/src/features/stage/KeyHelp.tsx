/** The keys, in one small line. */
import styles from "./KeyHelp.module.css";

const keys: readonly (readonly [keys: string, what: string])[] = [
  ["Space", "play"],
  ["D F", "step"],
  ["N", "new object"],
  ["B", "box"],
  ["T", "track forward"],
  ["R", "track backward"],
  ["Esc", "deselect"],
];

export function KeyHelp() {
  return (
    <p className={styles.help}>
      {keys.map(([key, what]) => (
        <span key={key}>
          <kbd>{key}</kbd> {what}
        </span>
      ))}
    </p>
  );
}
