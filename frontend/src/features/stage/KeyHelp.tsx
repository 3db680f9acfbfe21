/** Every key and gesture of the stage, in a panel that `?` opens. */
import { Keyboard } from "lucide-react";
import { Popover } from "radix-ui";
import { useRef } from "react";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { IconButton } from "../../ui/Button";
import styles from "./KeyHelp.module.css";

type Line = readonly [keys: readonly string[], what: string];

const groups: readonly (readonly [title: string, lines: readonly Line[]])[] = [
  [
    "Objects",
    [
      [["Click"], "add to the object"],
      [["Right-click", "Alt+click"], "take away"],
      [["Click a point"], "remove the point"],
      [["B"], "box tool, and back"],
      [["N"], "new object"],
      [["Esc"], "choose no object"],
    ],
  ],
  [
    "Tracking",
    [
      [["T"], "track forward"],
      [["Shift+T"], "track backward"],
      [["Ctrl+B"], "track both ways"],
    ],
  ],
  [
    "Time",
    [
      [["Space"], "play or pause"],
      [["D", "←"], "previous frame"],
      [["F", "→"], "next frame"],
      [["Shift+←", "Shift+→"], "ten frames"],
      [["Home", "End"], "first or last frame"],
    ],
  ],
  [
    "Picture",
    [
      [["Ctrl+wheel"], "zoom; the middle button moves"],
      [["Tab"], "to the picture, then:"],
      [["Arrows"], "move the crosshair, Shift finely"],
      [["Enter"], "add at the crosshair"],
      [["Shift+Enter"], "take away there"],
    ],
  ],
];

export function KeyHelp() {
  const { stage } = useWorkspace();
  const open = useStage((state) => state.keysShown);
  const before = useRef<HTMLElement | null>(null);
  const show = (keysShown: boolean) => stage.setState({ keysShown });
  return (
    <Popover.Root open={open} onOpenChange={show}>
      <Popover.Trigger asChild>
        <IconButton label="Keys" shortcut="?" icon={<Keyboard size={18} />} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.panel}
          aria-label="Keys"
          align="end"
          sideOffset={8}
          collisionPadding={8}
          onOpenAutoFocus={() => {
            before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
          }}
          onCloseAutoFocus={(event) => {
            // Back to where the person was, which is not the button when a key opened it.
            event.preventDefault();
            before.current?.focus();
          }}
        >
          {groups.map(([title, lines]) => (
            <section key={title}>
              <h2 className={styles.title}>{title}</h2>
              <dl className={styles.lines}>
                {lines.map(([keys, what]) => (
                  <Keys key={what} keys={keys} what={what} />
                ))}
              </dl>
            </section>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Keys({ keys, what }: { readonly keys: readonly string[]; readonly what: string }) {
  return (
    <div className={styles.line}>
      <dt className={styles.keys}>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd className={styles.what}>{what}</dd>
    </div>
  );
}
