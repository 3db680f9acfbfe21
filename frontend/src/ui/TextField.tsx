/** One line of text with its name above it. */
import { useId } from "react";
import styles from "./fields.module.css";

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly longest: number;
  onChange(value: string): void;
}

export function TextField({ label, value, longest, onChange }: TextFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={styles.select}
        value={value}
        maxLength={longest}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}
