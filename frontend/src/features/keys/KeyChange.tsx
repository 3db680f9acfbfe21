/** While a key is changed: what waits for the new one, and what stands against it. */
import { useEffect, useRef } from "react";
import { titleOf } from "../../state/actions/registry";
import { chordWords, isMacKeyboard } from "../../state/keys/chordWords";
import { Button } from "../../ui/Button";
import { say } from "../../words/words";
import { KeyCaps } from "./KeyCaps";
import styles from "./KeysPanel.module.css";
import type { Recording } from "./useRecording";

interface WaitingProps {
  readonly recording: Recording;
  onPress(event: React.KeyboardEvent): void;
  onStop(): void;
}

/** Takes the next key. Stays while a conflict is told, whose buttons take the focus. */
export function Waiting({ recording, onPress, onStop }: WaitingProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <button
      ref={button}
      type="button"
      className={styles.waiting}
      data-takes-keys=""
      title={say("keys:recordHint")}
      onKeyDown={onPress}
      onBlur={() => recording.kind !== "conflict" && onStop()}
    >
      {recording.kind === "conflict" ? <KeyCaps chord={recording.wanted} /> : say("keys:pressKey")}
    </button>
  );
}

export function Against({
  recording,
  onTakeOver,
  onLeave,
}: {
  readonly recording: Recording;
  onTakeOver(): void;
  onLeave(): void;
}) {
  const instead = useRef<HTMLButtonElement>(null);
  const isConflict = recording.kind === "conflict";
  useEffect(() => {
    if (isConflict) instead.current?.focus();
  }, [isConflict]);
  if (recording.kind === "idle") return null;
  if (recording.kind === "waiting") return <p className={styles.note}>{say("keys:recordHint")}</p>;
  const key = chordWords(recording.wanted, isMacKeyboard());
  if (recording.kind === "kept") {
    return (
      <p className={styles.note} role="alert">
        {say("keys:keptByBrowser", { key })}
      </p>
    );
  }
  return (
    <div className={styles.conflict} role="alert">
      <span>{say("keys:conflict", { key, other: titleOf(recording.other.id) })}</span>
      <Button ref={instead} size="small" tone="primary" onClick={onTakeOver}>
        {say("keys:useHere")}
      </Button>
      <Button size="small" onClick={onLeave}>
        {say("keys:keepThere")}
      </Button>
    </div>
  );
}
