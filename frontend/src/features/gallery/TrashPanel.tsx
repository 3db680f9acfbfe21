/** The trash: what was deleted, until when it can be brought back, and how full the server is. */
import { Clapperboard, Film, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { Deleted } from "../../domain/trash";
import { useServices } from "../../state/services";
import { Button, IconButton } from "../../ui/Button";
import { Confirm } from "../../ui/Confirm";
import { formatLasting, formatRemaining, formatWhen } from "../../ui/format";
import { Message } from "../../ui/Message";
import { Panel } from "../../ui/Panel";
import { Spinner } from "../../ui/Spinner";
import { formatBytes } from "../../words/numbers";
import { say } from "../../words/words";
import { StorageLine } from "./StorageLine";
import styles from "./Trash.module.css";
import { useKept } from "./useDeletion";

export function TrashPanel() {
  const { gallery } = useServices();
  const shown = useStore(gallery.trash.store, (state) => state.shown);
  const keptS = useKept();
  return (
    <Panel
      open={shown}
      title={say("trash:title")}
      text={keptWords(keptS)}
      foot={<StorageLine />}
      onClose={() => gallery.trash.show(false)}
    >
      <Content />
    </Panel>
  );
}

/** How long what is deleted stays here; nothing while that is not known. */
function keptWords(keptS: number | null): string {
  if (keptS === null) return "";
  return keptS > 0 ? say("trash:text", { time: formatLasting(keptS) }) : say("trash:textAtOnce");
}

function Content() {
  const { trash } = useServices().gallery;
  const { phase, problem, list } = useStore(trash.store);
  const [doomed, setDoomed] = useState<Deleted | null>(null);
  if (phase === "loading") return <Message low title={say("trash:loading")} icon={<Spinner />} />;
  if (phase === "failed") {
    return (
      <Message low urgent title={say("trash:notFetched")} text={problem ?? ""}>
        <Button onClick={() => void trash.load()}>{say("trash:again")}</Button>
      </Message>
    );
  }
  if (list.length === 0) {
    return (
      <Message
        low
        icon={<Trash2 className={styles.empty} size={32} aria-hidden="true" />}
        title={say("trash:empty")}
        text={say("trash:emptyText")}
      />
    );
  }
  return (
    <>
      <ul className={styles.list} aria-label={say("trash:title")}>
        {list.map((deleted) => (
          <Row key={deleted.trashId} deleted={deleted} onDelete={() => setDoomed(deleted)} />
        ))}
      </ul>
      <Confirm
        open={doomed !== null}
        title={say("trash:question", { name: doomed?.name ?? "" })}
        text={say("trash:questionText", { size: formatBytes(doomed?.bytes ?? 0) })}
        action={say("trash:forGood")}
        onClose={() => setDoomed(null)}
        onConfirm={() => doomed && void trash.deleteForever(doomed)}
      />
    </>
  );
}

interface RowProps {
  readonly deleted: Deleted;
  onDelete(): void;
}

function Row({ deleted, onDelete }: RowProps) {
  const { trash } = useServices().gallery;
  const isBusy = useStore(trash.store, ({ busy }) => busy.has(deleted.trashId));
  const { kind, name, bytes } = deleted;
  const Icon = kind === "VIDEO" ? Film : Clapperboard;
  return (
    <li className={styles.row}>
      <Icon className={styles.icon} size={18} aria-hidden="true" />
      <span className={styles.words}>
        <span className={styles.name} title={name}>
          {name}
        </span>
        <span className={styles.facts}>
          {say(kind === "VIDEO" ? "trash:clip" : "trash:session")} · {formatBytes(bytes)} ·{" "}
          {whenWords(deleted, Date.now() / 1000)}
        </span>
      </span>
      <Button
        size="small"
        busy={isBusy}
        icon={<RotateCcw size={14} aria-hidden="true" />}
        aria-label={say("trash:restoreOf", { name })}
        onClick={() => void trash.restore(deleted)}
      >
        {say("trash:restore")}
      </Button>
      <IconButton
        size="small"
        disabled={isBusy}
        label={say("trash:forGoodOf", { name })}
        icon={<Trash2 size={15} />}
        onClick={onDelete}
      />
    </li>
  );
}

/** "deleted 3 min ago · gone for good in 23.9 h" */
function whenWords({ deletedAt, gone }: Deleted, now: number): string {
  const left =
    gone > now ? say("trash:goneIn", { time: formatRemaining(gone - now) }) : say("trash:goneSoon");
  return `${say("trash:deleted", { when: formatWhen(deletedAt, now) })} · ${left}`;
}
