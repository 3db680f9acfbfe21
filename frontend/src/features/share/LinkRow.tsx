/** One share link: what it gives, its address to copy, and the way to take it back. */
import { Check, Copy, Eye, Pencil, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { ShareLink } from "../../domain/access";
import { useServices } from "../../state/services";
import { Button, IconButton } from "../../ui/Button";
import { formatWhen } from "../../ui/format";
import { say } from "../../words/words";
import styles from "./SharePanel.module.css";

/** The button says that it worked for so long. */
const COPIED_MS = 2500;

interface LinkRowProps {
  readonly link: ShareLink;
  onRemove(): void;
}

export function LinkRow({ link, onRemove }: LinkRowProps) {
  const { sharing } = useServices();
  const isBusy = useStore(sharing.store, (state) => state.isBusy);
  const address = new URL(link.url, location.href).href;
  const field = useRef<HTMLInputElement>(null);
  const { isCopied, copy } = useCopying(field);
  const edits = link.right === "EDIT";
  const Icon = edits ? Pencil : Eye;
  const right = say(edits ? "share:canEdit" : "share:canRead");
  const when = formatWhen(link.createdAt, Date.now() / 1000);
  return (
    <li className={styles.row}>
      <span className={styles.facts}>
        <Icon size={14} aria-hidden="true" />
        <strong>{right}</strong>
        <span className={styles.when}>{say("share:made", { when })}</span>
      </span>
      <input
        ref={field}
        className={styles.address}
        readOnly
        value={address}
        aria-label={say("share:address", { right })}
        onFocus={({ target }) => target.select()}
      />
      <Button
        icon={isCopied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
        onClick={() => void copy()}
      >
        <span aria-live="polite">{say(isCopied ? "share:copied" : "share:copy")}</span>
      </Button>
      <IconButton
        label={say("share:removeOf", { right })}
        disabled={isBusy}
        icon={<Trash2 size={16} />}
        onClick={onRemove}
      />
    </li>
  );
}

/** Without a secure address browsers give no clipboard; then the address is selected and copied as by hand. */
function useCopying(field: React.RefObject<HTMLInputElement | null>) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    const text = field.current?.value ?? "";
    const isDone = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    field.current?.select();
    setCopied(isDone === true || document.execCommand("copy"));
  };
  return { isCopied, copy };
}
