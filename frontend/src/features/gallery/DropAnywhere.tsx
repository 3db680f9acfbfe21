/** Takes files that are dropped anywhere on the page, and says so while they hover. */
import { Upload } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { say } from "../../words/words";
import styles from "./cards.module.css";
import { clipsOfDrop } from "./chosenFiles";
import { useAddClips } from "./useUploads";

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

export function DropAnywhere() {
  const [over, setOver] = useState(false);
  const add = useAddClips();
  const drop = useEffectEvent((event: DragEvent) => {
    setOver(false);
    if (event.dataTransfer === null || !carriesFiles(event)) return;
    event.preventDefault();
    void add(clipsOfDrop(event.dataTransfer));
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
      <Upload size={40} />
      {say("gallery:dropToAdd")}
    </div>
  );
}
