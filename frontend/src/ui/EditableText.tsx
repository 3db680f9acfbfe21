/** A name that can be changed where it stands: Enter keeps it, Escape does not, an empty one is not kept. */
import { useEffect, useRef, useState } from "react";
import { say } from "../words/words";
import styles from "./EditableText.module.css";

interface EditableTextProps {
  /** What is named, for those who hear it: "Name of Object 1". */
  readonly label: string;
  readonly value: string;
  /** It can be read alone. */
  readonly fixed?: boolean;
  onChange(value: string): void;
}

export function EditableText({ label, value, fixed = false, onChange }: EditableTextProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const editing = draft !== null;
  useEffect(() => {
    if (editing) input.current?.select();
  }, [editing]);

  const keep = () => {
    const name = draft?.trim() ?? "";
    if (name !== "" && name !== value) onChange(name);
    setDraft(null);
  };
  if (fixed) {
    return (
      <span className={styles.fixed} title={value}>
        {value}
      </span>
    );
  }
  if (draft === null) {
    return (
      <button
        type="button"
        className={styles.text}
        aria-label={say("ui:rename", { name: value })}
        title={value}
        onClick={() => setDraft(value)}
      >
        {value}
      </button>
    );
  }
  return (
    <input
      ref={input}
      className={styles.input}
      aria-label={label}
      value={draft}
      maxLength={200}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") keep();
        if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}
