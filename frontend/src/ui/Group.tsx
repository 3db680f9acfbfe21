/** Controls that belong together, named for those who listen. */
import type { ReactNode } from "react";

interface GroupProps {
  readonly label: string;
  readonly className: string | undefined;
  readonly children: ReactNode;
}

export function Group({ label, className, children }: GroupProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws and lays out as a form
    <div className={className} role="group" aria-label={label}>
      {children}
    </div>
  );
}
