/** One action with its keys, each of which can be changed where it stands. */
import { Plus, RotateCcw } from "lucide-react";
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { Action } from "../../state/actions/action";
import { titleOf } from "../../state/actions/registry";
import type { Chord } from "../../state/keys/chord";
import { chordWords, isMacKeyboard } from "../../state/keys/chordWords";
import { useServices } from "../../state/services";
import { Button, IconButton } from "../../ui/Button";
import { say } from "../../words/words";
import { KeyCaps } from "./KeyCaps";
import styles from "./KeysPanel.module.css";
import { type Recording, useRecording } from "./useRecording";

export function KeyRow({ action }: { readonly action: Action }) {
  const { keys } = useServices();
  const own = useStore(keys.store, ({ map }) => map.get(action.id)) ?? [];
  const isChanged = useStore(keys.store, ({ choice }) => choice.changes[action.id] !== undefined);
  const { recording, begin, stop, takeOver, press } = useRecording(action);
  const title = titleOf(action.id);
  const row = useRef<HTMLLIElement>(null);
  const after = useRef<string | null>(null);
  const change = (before: Chord | null) => {
    after.current = before;
    begin(before);
  };
  // Whoever changed a key by keyboard goes on from where they were.
  const isIdle = recording.kind === "idle";
  const wasIdle = useRef(true);
  useEffect(() => {
    if (isIdle && !wasIdle.current && document.activeElement === document.body)
      row.current?.querySelector<HTMLElement>("button")?.focus();
    wasIdle.current = isIdle;
  }, [isIdle]);
  if (action.fixed) return <FixedRow title={title} own={own} />;
  return (
    <li ref={row} className={styles.row}>
      <span className={styles.what}>{title}</span>
      <span className={styles.keys}>
        {own.map((key) =>
          !isIdle && recording.before === key ? (
            <Waiting key={key} onPress={press} onStop={recording.kind === "conflict" ? null : stop} />
          ) : (
            <button
              key={key}
              type="button"
              className={styles.change}
              aria-label={say("keys:changeKey", { key: chordWords(key, isMacKeyboard()), action: title })}
              onClick={() => change(key)}
            >
              <KeyCaps chord={key} />
            </button>
          ),
        )}
        {!isIdle && recording.before === null && (
          <Waiting onPress={press} onStop={recording.kind === "conflict" ? null : stop} />
        )}
        {own.length === 0 && isIdle && <span className={styles.none}>{say("keys:noKey")}</span>}
        <IconButton
          size="small"
          label={say("keys:addKey", { action: title })}
          icon={<Plus size={14} />}
          onClick={() => change(null)}
        />
        {isChanged && (
          <IconButton
            size="small"
            label={say("keys:resetOne", { action: title })}
            icon={<RotateCcw size={14} />}
            onClick={() => keys.reset(action)}
          />
        )}
      </span>
      <Against recording={recording} onTakeOver={takeOver} onLeave={stop} />
    </li>
  );
}

function FixedRow({ title, own }: { readonly title: string; readonly own: readonly Chord[] }) {
  const [first, last] = [own[0], own.at(-1)];
  return (
    <li className={styles.row}>
      <span className={styles.what}>{title}</span>
      <span className={styles.keys}>
        {first === undefined || last === undefined ? (
          <span className={styles.none}>{say("keys:noKey")}</span>
        ) : (
          <>
            <KeyCaps chord={first} />
            <span aria-hidden="true">–</span>
            <KeyCaps chord={last} />
          </>
        )}
      </span>
    </li>
  );
}

/** Takes the next key. Does not end when a conflict is told, whose buttons take the focus. */
function Waiting({
  onPress,
  onStop,
}: {
  onPress(event: React.KeyboardEvent): void;
  readonly onStop: (() => void) | null;
}) {
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
      onBlur={() => onStop?.()}
    >
      {say("keys:pressKey")}
    </button>
  );
}

function Against({
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
