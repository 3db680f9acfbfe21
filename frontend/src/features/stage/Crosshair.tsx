/** Where the keyboard points at the picture. */
import type { ClipPoint } from "../../geometry/points";
import { say } from "../../words/words";
import styles from "./Picture.module.css";

export function Crosshair({ at }: { readonly at: ClipPoint }) {
  const style = { left: `${at.x * 100}%`, top: `${at.y * 100}%` };
  return (
    <>
      <div className={styles.crosshair} style={style} aria-hidden="true" />
      <span className={styles.spoken} role="status" aria-label={say("stage:crosshair")}>
        {say("stage:crosshairAt", { left: Math.round(at.x * 100), top: Math.round(at.y * 100) })}
      </span>
    </>
  );
}
