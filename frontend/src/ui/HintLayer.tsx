/** The name of the button that is rested on, and its key. */
import { Tooltip } from "radix-ui";
import styles from "./HintLayer.module.css";

export function HintLayer({ element }: { readonly element: Element }) {
  const text = element.getAttribute("data-hint") ?? "";
  const shortcut = element.getAttribute("data-hint-key") ?? "";
  const { left, top, width, height } = element.getBoundingClientRect();
  return (
    <Tooltip.Provider>
      <Tooltip.Root open key={`${text} ${left} ${top}`}>
        <Tooltip.Trigger asChild>
          <span className={styles.place} style={{ left, top, width, height }} />
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content className={styles.hint} sideOffset={6} collisionPadding={8}>
            {text}
            {shortcut !== "" && <kbd className={styles.key}>{shortcut}</kbd>}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
