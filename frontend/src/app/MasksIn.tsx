/** Importing masks, where the session is open: by a drop anywhere on the page, or asked for. The panel is fetched then. */
import { FileInput } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { itemsOf } from "../state/droppedFiles";
import { useMayEdit, useStage } from "../state/selectors";
import { useWorkspace } from "../state/services";
import { DropZone } from "../ui/DropZone";
import { learn, say } from "../words/words";

const ImportPanel = lazy(async () => {
  const [panel, words] = await Promise.all([
    import("../features/import/ImportPanel"),
    import("../words/en/import.json"),
  ]);
  learn("import", words.default);
  return { default: panel.ImportPanel };
});

export function MasksIn() {
  const { stage } = useWorkspace();
  const mayEdit = useMayEdit();
  const isAsked = useStage((state) => state.importAsk !== null);
  const [isWanted, want] = useState(false);
  if (isAsked && !isWanted) want(true);
  if (!mayEdit) return null;
  return (
    <>
      <DropZone
        icon={<FileInput size={40} />}
        title={say("app:dropMasks")}
        text={say("app:dropMasksText")}
        onDrop={(transfer) => stage.setState({ importAsk: { items: itemsOf(transfer) } })}
      />
      {isWanted && (
        <Suspense fallback={null}>
          <ImportPanel />
        </Suspense>
      )}
    </>
  );
}
