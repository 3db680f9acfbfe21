/** What needs a look, most in need first, with the reason in words; a press goes there. */
import { useStore } from "zustand";
import type { TrackedObject } from "../../domain/session";
import type { Need } from "../../state/needs";
import { useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { classes } from "../../ui/classes";
import list from "../../ui/popoverList.module.css";
import { say } from "../../words/words";
import { needWords } from "./needWords";
import styles from "./Review.module.css";

/** Nobody reads further; the list changes as frames are corrected. */
const MOST = 100;

export function ReviewList() {
  const { review } = useWorkspace();
  const needs = useStore(review.store, (state) => state.needs);
  const objects = useSession((session) => session.objects);
  return (
    <>
      <p className={list.title}>{say("timeline:looks", { count: needs.length })}</p>
      <ul className={list.list}>
        {needs.slice(0, MOST).map((need) => (
          <NeedRow
            key={`${need.reason}:${need.objectId}:${need.other}:${need.first}`}
            need={need}
            objects={objects}
          />
        ))}
      </ul>
    </>
  );
}

function NeedRow({ need, objects }: { readonly need: Need; readonly objects: readonly TrackedObject[] }) {
  const { review } = useWorkspace();
  const object = objects.find(({ objectId }) => objectId === need.objectId);
  if (object === undefined) return null;
  return (
    <li>
      <button type="button" className={classes(list.row, styles.tall)} onClick={() => review.goTo(need)}>
        <span className={styles.swatch} style={{ background: object.colour }} aria-hidden="true" />
        <span className={styles.needText}>
          <strong>{object.name}</strong>
          <span>{needWords(need, objects)}</span>
        </span>
        <span className={styles.needFrame}>{need.frame}</span>
        <span className={styles.meter} aria-hidden="true">
          <span style={{ height: `${Math.round(need.need * 100)}%` }} />
        </span>
      </button>
    </li>
  );
}
