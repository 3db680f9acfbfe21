/** One action with its keys, each of which can be changed where it stands. */
import { Plus, RotateCcw } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { Action } from "../../state/actions/action";
import { titleOf } from "../../state/actions/registry";
import type { Chord } from "../../state/keys/chord";
import { chordWords, isMacKeyboard } from "../../state/keys/chordWords";
import { useServices } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { say } from "../../words/words";
import { KeyCaps } from "./KeyCaps";
import { Against, Waiting } from "./KeyChange";
import styles from "./KeysPanel.module.css";
import { useRecording } from "./useRecording";

/** Whoever changed a key by keyboard goes on in the same row. */
function useComeBack(row: RefObject<HTMLElement | null>, isIdle: boolean): void {
  const wasIdle = useRef(true);
  useEffect(() => {
    const isLost = document.activeElement === document.body;
    if (isIdle && !wasIdle.current && isLost) row.current?.querySelector<HTMLElement>("button")?.focus();
    wasIdle.current = isIdle;
  }, [row, isIdle]);
}

export function KeyRow({ action }: { readonly action: Action }) {
  const { keys } = useServices();
  const own = useStore(keys.store, ({ map }) => map.get(action.id)) ?? [];
  const isChanged = useStore(keys.store, ({ choice }) => choice.changes[action.id] !== undefined);
  const { recording, begin, stop, takeOver, press } = useRecording(action);
  const row = useRef<HTMLLIElement>(null);
  const isIdle = recording.kind === "idle";
  useComeBack(row, isIdle);
  const title = titleOf(action.id);
  if (action.fixed) return <FixedRow title={title} own={own} />;
  const waiting = <Waiting recording={recording} onPress={press} onStop={stop} />;
  const isWaitingFor = (key: Chord | null) => !isIdle && recording.before === key;
  return (
    <li ref={row} className={styles.row}>
      <span className={styles.what}>{title}</span>
      <span className={styles.keys}>
        {own.map((key) => (
          <span key={key}>
            {isWaitingFor(key) ? waiting : <OwnKey chord={key} title={title} onChange={() => begin(key)} />}
          </span>
        ))}
        {isWaitingFor(null) && waiting}
        {own.length === 0 && isIdle && <span className={styles.none}>{say("keys:noKey")}</span>}
        <IconButton
          size="small"
          label={say("keys:addKey", { action: title })}
          icon={<Plus size={14} />}
          onClick={() => begin(null)}
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

interface OwnKeyProps {
  readonly chord: Chord;
  /** Of the action. */
  readonly title: string;
  onChange(): void;
}

function OwnKey({ chord, title, onChange }: OwnKeyProps) {
  const key = chordWords(chord, isMacKeyboard());
  return (
    <button
      type="button"
      className={styles.change}
      aria-label={say("keys:changeKey", { key, action: title })}
      onClick={onChange}
    >
      <KeyCaps chord={chord} />
    </button>
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
