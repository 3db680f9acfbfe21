/** The project's classes: add, name, colour, remove. They are the same in every session. */
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { OBJECT_COLOURS } from "../../domain/palette";
import type { ObjectClass } from "../../domain/session";
import { useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button, IconButton } from "../../ui/Button";
import { Confirm } from "../../ui/Confirm";
import { EditableText } from "../../ui/EditableText";
import { Palette } from "../../ui/Palette";
import { Panel } from "../../ui/Panel";
import { say } from "../../words/words";
import styles from "./ObjectsPanel.module.css";

interface ClassesPanelProps {
  readonly open: boolean;
  onClose(): void;
}

export function ClassesPanel({ open, onClose }: ClassesPanelProps) {
  const { objects } = useWorkspace();
  const list = useSession((session) => session.classes);
  const [removing, setRemoving] = useState<ObjectClass | null>(null);
  useEffect(() => {
    if (open) void objects.refreshClasses();
  }, [open, objects]);
  return (
    <Panel
      open={open}
      title={say("objects:classes")}
      text={say("objects:classes_text")}
      foot={<AddClass />}
      onClose={onClose}
    >
      <ul className={styles.classes} aria-label={say("objects:classes")}>
        {list.length === 0 && <li className={styles.empty}>{say("objects:no_classes")}</li>}
        {list.map((one) => (
          <ClassRow key={one.classId} one={one} onRemove={() => setRemoving(one)} />
        ))}
      </ul>
      <Confirm
        open={removing !== null}
        title={say("objects:remove_class", { name: removing?.name ?? "" })}
        text={say("objects:remove_class_text")}
        action={say("objects:remove")}
        onConfirm={() => removing && void objects.removeClass(removing.classId)}
        onClose={() => setRemoving(null)}
      />
    </Panel>
  );
}

function ClassRow({ one, onRemove }: { readonly one: ObjectClass; onRemove(): void }) {
  const { objects } = useWorkspace();
  const { classId, name, colour } = one;
  const used = useSession((session) => session.objects.filter((object) => object.classId === classId).length);
  return (
    <li className={styles.classRow}>
      <Palette
        label={say("objects:colour_of", { name })}
        value={colour}
        colours={OBJECT_COLOURS}
        onChange={(next) => void objects.changeClass(classId, { colour: next })}
      />
      <span className={styles.name}>
        <EditableText
          label={say("objects:name_of", { name })}
          value={name}
          onChange={(next) => void objects.changeClass(classId, { name: next })}
        />
      </span>
      <span className={styles.small}>{used > 0 && say("objects:count", { count: used })}</span>
      <IconButton
        size="small"
        label={say("objects:remove_class", { name })}
        icon={<Trash2 size={15} />}
        onClick={onRemove}
      />
    </li>
  );
}

function AddClass() {
  const { objects } = useWorkspace();
  const [name, setName] = useState("");
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    void objects.addClass(name.trim());
    setName("");
  };
  return (
    <form className={styles.addClass} onSubmit={add}>
      <input
        className={styles.field}
        aria-label={say("objects:new_class")}
        placeholder={say("objects:new_class")}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" tone="primary" icon={<Plus size={16} />} disabled={name.trim() === ""}>
        {say("objects:add_class")}
      </Button>
    </form>
  );
}
