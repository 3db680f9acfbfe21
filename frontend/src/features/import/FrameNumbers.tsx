/** For files that count frames otherwise than the clip: which of the clip's frames theirs are. Folded away until it is wanted. */
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { NumberField } from "../../ui/NumberField";
import { say } from "../../words/words";
import styles from "./ImportPanel.module.css";
import type { WishFieldsProps } from "./ReadingFields";

export function FrameNumbers({ wish, onChange }: WishFieldsProps) {
  const { offset, stride } = wish;
  // What was set before is in sight.
  const [begins] = useState(offset !== 0 || stride !== 1);
  return (
    <details className={styles.numbers} open={begins}>
      <summary>
        <ChevronRight size={16} aria-hidden="true" />
        {say("import:numbers")}
      </summary>
      <div className={styles.pair}>
        <NumberField
          label={say("import:offset")}
          value={offset}
          signed
          onChange={(next) => onChange({ offset: next })}
        />
        <NumberField
          label={say("import:stride")}
          value={stride}
          onChange={(next) => onChange({ stride: Math.max(1, next) })}
        />
      </div>
      <p className={styles.faint} role="status">
        {say("import:numbersMean", { a: offset, b: offset + stride, c: offset + 2 * stride })}
      </p>
    </details>
  );
}
