/** What the object is: a class of the project's list, or none yet. */
import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import type { ObjectClass, TrackedObject } from "../../domain/session";
import { useMayEdit, useSession } from "../../state/selectors";
import { useGuest, useWorkspace } from "../../state/services";
import menu from "../../ui/menu.module.css";
import { say } from "../../words/words";
import styles from "./ObjectsPanel.module.css";

const NONE = "";

interface ClassChipProps {
  readonly object: TrackedObject;
  onEdit(): void;
}

/** The list is made when it is asked for first: there are many objects. */
export function ClassChip(props: ClassChipProps) {
  const [isMade, make] = useState(false);
  const { word, own } = useClass(props.object);
  const mayEdit = useMayEdit();
  if (isMade && mayEdit) return <ClassList {...props} />;
  return (
    <button
      type="button"
      className={styles.chip}
      aria-label={say("objects:class_of", { name: props.object.name, word })}
      aria-haspopup="menu"
      aria-expanded={false}
      disabled={!mayEdit}
      onClick={() => make(true)}
    >
      <ClassWord own={own} word={word} />
    </button>
  );
}

function useClass({ classId }: TrackedObject) {
  const own = useSession((session) => session.classes.find((one) => one.classId === classId));
  return { own, word: own?.name ?? say("objects:no_class") };
}

const ClassWord = ({ own, word }: { own: ObjectClass | undefined; word: string }) => (
  <>
    {own && <span className={menu.dot} style={{ background: own.colour }} aria-hidden="true" />}
    <span>{word}</span>
  </>
);

/** Open at first. */
function ClassList({ object, onEdit }: ClassChipProps) {
  const { objects } = useWorkspace();
  const { objectId, name } = object;
  // The classes are the whole server's.
  const isGuest = useGuest();
  const list = useSession((session) => session.classes);
  const { own, word } = useClass(object);
  const choose = (value: string) => void objects.classify(objectId, value === NONE ? null : Number(value));
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger className={styles.chip} aria-label={say("objects:class_of", { name, word })}>
        <ClassWord own={own} word={word} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menu.menu} align="start" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.RadioGroup value={String(own?.classId ?? NONE)} onValueChange={choose}>
            <Choice value={NONE} word={say("objects:no_class")} />
            {list.map((one) => (
              <Choice key={one.classId} value={String(one.classId)} word={one.name} colour={one.colour} />
            ))}
          </DropdownMenu.RadioGroup>
          {!isGuest && (
            <>
              <DropdownMenu.Separator className={menu.line} />
              <DropdownMenu.Item className={menu.item} onSelect={onEdit}>
                <span className={menu.tick} />
                {say("objects:edit_classes")}
              </DropdownMenu.Item>
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Choice({ value, word, colour }: { value: string; word: string; colour?: string }) {
  return (
    <DropdownMenu.RadioItem className={menu.item} value={value}>
      <span className={menu.tick}>
        <DropdownMenu.ItemIndicator>
          <Check size={14} />
        </DropdownMenu.ItemIndicator>
      </span>
      {colour !== undefined && <span className={menu.dot} style={{ background: colour }} />}
      <span className={menu.text}>{word}</span>
    </DropdownMenu.RadioItem>
  );
}
