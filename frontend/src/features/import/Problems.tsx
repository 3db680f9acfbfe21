/** What did not fit, by kinds: left out, or taken otherwise than it is in the file. */
import { useState } from "react";
import type { ImportProblem } from "../../domain/maskImport";
import { kindTitle, type ProblemGroup, type ProblemLine, problemGroups } from "../../state/importWords";
import { formatNumber } from "../../words/numbers";
import { say } from "../../words/words";
import styles from "./ImportPanel.module.css";

const FIRST = 3;

interface ProblemsProps {
  readonly problems: readonly ImportProblem[];
  /** How many there are in all; not all are listed. */
  readonly count: number;
}

export function Problems({ problems, count }: ProblemsProps) {
  const groups = problemGroups(problems);
  const unlisted = count - problems.length;
  return (
    <>
      <Groups title={say("import:leftOut")} groups={groups.filter(({ wasTaken }) => !wasTaken)} />
      <Groups title={say("import:changed")} groups={groups.filter(({ wasTaken }) => wasTaken)} />
      {unlisted > 0 && <p className={styles.faint}>{say("import:moreProblems", { count: unlisted })}</p>}
    </>
  );
}

function Groups({ title, groups }: { readonly title: string; readonly groups: readonly ProblemGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <section aria-label={title} className={styles.problems}>
      <h3 className={styles.legend}>{title}</h3>
      <ul className={styles.groups}>
        {groups.map((group) => (
          <Group key={group.kind} group={group} />
        ))}
      </ul>
    </section>
  );
}

function Group({ group: { kind, count, lines } }: { readonly group: ProblemGroup }) {
  const [all, showAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <li className={styles.group}>
      <span className={styles.groupTitle}>
        {kindTitle(kind)}
        {count > 1 && <span className={styles.count}>{formatNumber(count)}</span>}
      </span>
      {shown.map((line) => (
        <Line key={line.sentence} line={line} />
      ))}
      {shown.length < lines.length && (
        <button type="button" className={styles.more} onClick={() => showAll(true)}>
          {say("import:moreLines", { count: lines.length - shown.length })}
        </button>
      )}
    </li>
  );
}

function Line({ line: { sentence, items } }: { readonly line: ProblemLine }) {
  const [all, showAll] = useState(false);
  const more = all ? 0 : Math.max(0, items.length - FIRST);
  const named = items.slice(0, items.length - more).join(say("ui:listComma"));
  return (
    <p className={styles.line}>
      <span>{sentence}</span>
      {items.length > 0 && <span className={styles.faint}> {named} </span>}
      {more > 0 && (
        <button type="button" className={styles.more} onClick={() => showAll(true)}>
          {say("import:moreLines", { count: more })}
        </button>
      )}
    </p>
  );
}
