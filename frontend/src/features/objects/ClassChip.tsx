/** What the object is: a class of the project's list, or none yet. */
import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { TrackedObject } from "../../domain/session";
import { useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import menu from "../../ui/menu.module.css";
import { say } from "../../words/words";
import styles from "./ObjectsPanel.module.css";

const NONE = "";

interface ClassChipProps {
  readonly object: TrackedObject;
  onEdit(): void;
}

export function ClassChip({ object, onEdit }: ClassChipProps) {
  const { objects } = useWorkspace();
  const { objectId, name, classId } = object;
  const list = useSession((session) => session.classes);
  const own = list.find((one) => one.classId === classId);
  const word = own?.name ?? say("objects:no_class");
  const choose = (value: string) => void objects.classify(objectId, value === NONE ? null : Number(value));
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={styles.chip} aria-label={say("objects:class_of", { name, word })}>
        {own && <span className={menu.dot} style={{ background: own.colour }} aria-hidden="true" />}
        <span>{word}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menu.menu} align="start" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.RadioGroup value={String(own?.classId ?? NONE)} onValueChange={choose}>
            <Choice value={NONE} word={say("objects:no_class")} />
            {list.map((one) => (
              <Choice key={one.classId} value={String(one.classId)} word={one.name} colour={one.colour} />
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className={menu.line} />
          <DropdownMenu.Item className={menu.item} onSelect={onEdit}>
            <span className={menu.tick} />
            {say("objects:edit_classes")}
          </DropdownMenu.Item>
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
