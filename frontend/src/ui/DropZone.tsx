/** Takes files that are dropped anywhere on the page, and says what will happen while they hover. */
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import styles from "./DropZone.module.css";

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

interface DropZoneProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: string;
  /** Called in the drop event itself: the browser forgets the items after it. */
  onDrop(transfer: DataTransfer): void;
}

export function DropZone({ icon, title, text, onDrop }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const drop = useEffectEvent((event: DragEvent) => {
    setOver(false);
    if (event.dataTransfer === null || !carriesFiles(event)) return;
    event.preventDefault();
    onDrop(event.dataTransfer);
  });
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const hover = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    // Leaving towards a child element has a related target; leaving the window has none.
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    window.addEventListener("dragover", hover, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("drop", (event) => drop(event), { signal });
    return () => listening.abort();
  }, []);
  if (!over) return null;
  return (
    <div className={styles.overlay} aria-hidden="true">
      {icon}
      {title}
      {text !== undefined && <span className={styles.text}>{text}</span>}
    </div>
  );
}
