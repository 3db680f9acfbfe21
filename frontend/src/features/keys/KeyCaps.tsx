/** A key with its modifiers as caps, for eyes; who hears it is told by what it stands in. */
import { Fragment } from "react";
import type { Chord } from "../../state/keys/chord";
import { chordParts, isMacKeyboard } from "../../state/keys/chordWords";
import styles from "./KeysPanel.module.css";

export function KeyCaps({ chord }: { readonly chord: Chord }) {
  const parts = chordParts(chord, isMacKeyboard());
  return (
    <span className={styles.caps}>
      {parts.map((part, place) => (
        <Fragment key={part}>
          {place > 0 && <span className={styles.plus}>+</span>}
          <kbd className={styles.cap}>{part}</kbd>
        </Fragment>
      ))}
    </span>
  );
}
