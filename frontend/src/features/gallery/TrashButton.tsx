/** The way to the trash, below everything that is there. The list is fetched when it is opened. */
import { Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { learn, say } from "../../words/words";
import styles from "./Trash.module.css";

const TrashPanel = lazy(async () => {
  const [panel, words] = await Promise.all([import("./TrashPanel"), import("../../words/en/trash.json")]);
  learn("trash", words.default);
  return { default: panel.TrashPanel };
});

export function TrashButton() {
  const { trash } = useServices().gallery;
  const shown = useStore(trash.store, (state) => state.shown);
  const [isWanted, want] = useState(false);
  if (shown && !isWanted) want(true);
  return (
    <div className={styles.button}>
      <Button
        tone="quiet"
        aria-haspopup="dialog"
        icon={<Trash2 size={16} aria-hidden="true" />}
        onClick={() => trash.show(true)}
      >
        {say("gallery:trash")}
      </Button>
      {isWanted && (
        <Suspense fallback={null}>
          <TrashPanel />
        </Suspense>
      )}
    </div>
  );
}
