/** Shows the name, and the key, of the button that is rested on: one for the whole page. */
import { Tooltip } from "radix-ui";
import { useEffect, useState } from "react";
import styles from "./HintLayer.module.css";
import { followRest } from "./restedOn";

export function HintLayer() {
  const [element, setElement] = useState<Element | null>(null);
  useEffect(() => followRest(setElement), []);
  if (element === null) return null;
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
