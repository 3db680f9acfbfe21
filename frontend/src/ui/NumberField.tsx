/** A whole number that a person types. */
import { useState } from "react";
import styles from "./fields.module.css";

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  /** It may be below zero. */
  readonly signed?: boolean;
  onChange(value: number): void;
}

/** Taken over when the person goes on, so that half a number moves nothing. */
export function NumberField({ label, value, signed = false, onChange }: NumberFieldProps) {
  const strange = signed ? /(?!^-)\D/g : /\D/g;
  const [draft, setDraft] = useState<string | null>(null);
  const take = () => {
    const typed = Number.parseInt(draft ?? "", 10);
    if (Number.isFinite(typed)) onChange(typed);
    setDraft(null);
  };
  return (
    <label className={styles.numbered}>
      {label}
      <input
        className={styles.number}
        inputMode={signed ? "text" : "numeric"}
        maxLength={9}
        value={draft ?? String(value)}
        onChange={(event) => setDraft(event.target.value.replace(strange, ""))}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
      />
    </label>
  );
}
