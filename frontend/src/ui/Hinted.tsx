/**
 * A name that appears beside what the pointer or the focus rests on. Here it is only marked; one HintLayer shows the name of
 * whatever is rested on, since a page has hundreds of buttons and every tooltip of its own would cost as much as its button.
 */
import { Slot } from "radix-ui";
import type { ReactNode } from "react";

interface HintedProps {
  readonly text: string;
  /** Empty where no key does it. */
  readonly shortcut?: string;
  readonly children: ReactNode;
}

export function Hinted({ text, shortcut = "", children }: HintedProps) {
  return (
    <Slot.Root data-hint={text} data-hint-key={shortcut}>
      {children}
    </Slot.Root>
  );
}
