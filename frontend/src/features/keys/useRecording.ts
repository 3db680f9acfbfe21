/** Waits for the key that a person wants for an action, and says what stands against it. */
import { useState } from "react";
import type { Action } from "../../state/actions/action";
import { type Chord, chordsOf, isKeptByBrowser } from "../../state/keys/chord";
import { isMacKeyboard } from "../../state/keys/chordWords";
import { conflictOf } from "../../state/keys/keymap";
import { useServices } from "../../state/services";

export type Recording =
  | { readonly kind: "idle" }
  /** `before` is the key that is changed; null for one more. */
  | { readonly kind: "waiting"; readonly before: Chord | null }
  | { readonly kind: "kept"; readonly before: Chord | null; readonly wanted: Chord }
  | {
      readonly kind: "conflict";
      readonly before: Chord | null;
      readonly wanted: Chord;
      readonly other: Action;
    };

const idle: Recording = { kind: "idle" };

export function useRecording(action: Action) {
  const { keys } = useServices();
  const [recording, setRecording] = useState<Recording>(idle);
  const give = (wanted: Chord, before: Chord | null) => {
    keys.give(action, wanted, before);
    setRecording(idle);
  };
  const want = (wanted: Chord, before: Chord | null) => {
    const other = conflictOf(keys.store.getState().map, action, wanted);
    if (isKeptByBrowser(wanted)) setRecording({ kind: "kept", before, wanted });
    else if (other !== null) setRecording({ kind: "conflict", before, wanted, other });
    else give(wanted, before);
  };
  return {
    recording,
    begin: (before: Chord | null) => setRecording({ kind: "waiting", before }),
    stop: () => setRecording(idle),
    takeOver() {
      if (recording.kind === "conflict") give(recording.wanted, recording.before);
    },
    /** Tab and Escape go on meaning what they mean in a dialog. */
    press(event: React.KeyboardEvent) {
      if (recording.kind === "idle" || recording.kind === "conflict" || event.repeat) return;
      const { key, nativeEvent } = event;
      if (key === "Tab") return setRecording(idle);
      event.preventDefault();
      event.stopPropagation();
      const { before } = recording;
      const [wanted] = chordsOf(nativeEvent, isMacKeyboard());
      if (key === "Escape") setRecording(idle);
      else if (key === "Backspace" && before !== null) {
        keys.take(action, before);
        setRecording(idle);
      } else if (wanted !== undefined) want(wanted, before);
    },
  };
}
