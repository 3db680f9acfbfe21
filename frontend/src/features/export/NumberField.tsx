/** A whole number that a person types. */
import { useState } from "react";
import styles from "./ExportPanel.module.css";

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  onChange(value: number): void;
}

/** Taken over when the person goes on, so that half a number moves nothing. */
export function NumberField({ label, value, onChange }: NumberFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const take = () => {
    const typed = Number.parseInt(draft ?? "", 10);
    if (Number.isFinite(typed)) onChange(typed);
    setDraft(null);
  };
  return (
    <label className={styles.end}>
      {label}
      <input
        className={styles.frame}
        inputMode="numeric"
        value={draft ?? String(value)}
        onChange={(event) => setDraft(event.target.value.replace(/\D/g, ""))}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
      />
    </label>
  );
}
