/** What else can be done with an object. */
import { ArrowDown, ArrowUp, Combine, Ellipsis, History, SplitSquareHorizontal } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useCallback, useEffect, useState } from "react";
import type { TrackedObject } from "../../domain/session";
import { useMayEdit, useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { IconButton } from "../../ui/Button";
import menu from "../../ui/menu.module.css";
import { say } from "../../words/words";
import type { RowHands } from "./rowHands";

interface ObjectMenuProps {
  readonly object: TrackedObject;
  readonly hands: RowHands;
}

/** The menu is made when it is asked for first, by hand or by key: there are many objects. */
export function ObjectMenu({ object, hands }: ObjectMenuProps) {
  const { objects } = useWorkspace();
  const [isMade, make] = useState(false);
  const [open, setOpen] = useState(false);
  const asked = useStage(({ rowAsks }) => rowAsks?.objectId === object.objectId && rowAsks.what === "menu");
  const show = useCallback(() => {
    make(true);
    setOpen(true);
  }, []);
  useEffect(() => {
    if (!asked) return;
    show();
    objects.answered();
  }, [asked, objects, show]);
  const looks = {
    size: "small",
    label: say("objects:more", { name: object.name }),
    icon: <Ellipsis size={16} />,
  } as const;
  if (!isMade) return <IconButton {...looks} aria-haspopup="menu" aria-expanded={false} onClick={show} />;
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={setOpen}>
      <DropdownMenu.Trigger asChild>
        <IconButton {...looks} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menu.menu} align="end" sideOffset={4} collisionPadding={8}>
          <Items object={object} hands={hands} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Items({ object, hands }: ObjectMenuProps) {
  const { objects, stage } = useWorkspace();
  const { objectId } = object;
  const others = useSession((session) => session.objects);
  // Read when the menu opens: the frame does not move while it is open.
  const { frame } = stage.getState();
  const place = others.indexOf(object);
  const fixed = !useMayEdit();
  return (
    <>
      <DropdownMenu.Item
        className={menu.item}
        disabled={fixed || place === others.length - 1}
        onSelect={() => void objects.raise(objectId, 1)}
      >
        <ArrowUp size={15} />
        {say("objects:raise")}
      </DropdownMenu.Item>
      <DropdownMenu.Item
        className={menu.item}
        disabled={fixed || place === 0}
        onSelect={() => void objects.raise(objectId, -1)}
      >
        <ArrowDown size={15} />
        {say("objects:lower")}
      </DropdownMenu.Item>
      <DropdownMenu.Separator className={menu.line} />
      <DropdownMenu.Item
        className={menu.item}
        disabled={fixed || frame === 0}
        onSelect={() => void objects.split(objectId)}
      >
        <SplitSquareHorizontal size={15} />
        {say("objects:split", { frame })}
      </DropdownMenu.Item>
      <MergeItem object={object} others={others} fixed={fixed} />
      <DropdownMenu.Separator className={menu.line} />
      <DropdownMenu.Item className={menu.item} onSelect={() => hands.showVersions(objectId)}>
        <History size={15} />
        {say("objects:versions")}
      </DropdownMenu.Item>
    </>
  );
}

interface MergeItemProps {
  readonly object: TrackedObject;
  readonly others: readonly TrackedObject[];
  /** It can be read alone. */
  readonly fixed: boolean;
}

/** The other object is chosen from a list beside. */
function MergeItem({ object, others, fixed }: MergeItemProps) {
  const { objects } = useWorkspace();
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={menu.item} disabled={fixed || others.length < 2}>
        <Combine size={15} />
        {say("objects:merge")}
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className={menu.menu} sideOffset={4} collisionPadding={8}>
          <DropdownMenu.Label className={menu.label}>
            {say("objects:merge_hint", { name: object.name })}
          </DropdownMenu.Label>
          {others
            .filter(({ objectId }) => objectId !== object.objectId)
            .toReversed()
            .map((other) => (
              <DropdownMenu.Item
                key={other.objectId}
                className={menu.item}
                onSelect={() => void objects.merge(object.objectId, other.objectId)}
              >
                <span className={menu.dot} style={{ background: other.colour }} />
                <span className={menu.text}>{other.name}</span>
              </DropdownMenu.Item>
            ))}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}
