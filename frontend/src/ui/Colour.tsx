/** A colour as #rrggbb. */
import { useId } from "react";
import styles from "./fields.module.css";

interface ColourProps {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
}

export function Colour({ label, value, onChange }: ColourProps) {
  const id = useId();
  return (
    <div className={styles.row}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <span className={styles.colour}>
        <span className={styles.value}>{value}</span>
        <input id={id} type="color" value={value} onChange={(event) => onChange(event.target.value)} />
      </span>
    </div>
  );
}
