/** Files that are dropped among the clips are added to them. */
import { Upload } from "lucide-react";
import { itemsOf } from "../../state/droppedFiles";
import { DropZone } from "../../ui/DropZone";
import { say } from "../../words/words";
import { clipsOfDrop } from "./chosenFiles";
import { useAddClips } from "./useUploads";

export function DropAnywhere() {
  const add = useAddClips();
  return (
    <DropZone
      icon={<Upload size={40} />}
      title={say("gallery:dropToAdd")}
      onDrop={(transfer) => void add(clipsOfDrop(itemsOf(transfer)))}
    />
  );
}
