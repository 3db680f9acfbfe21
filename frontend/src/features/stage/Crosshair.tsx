/** Where the keyboard points at the picture. */
import type { ClipPoint } from "../../geometry/points";
import styles from "./Picture.module.css";

export function Crosshair({ at }: { readonly at: ClipPoint }) {
  const style = { left: `${at.x * 100}%`, top: `${at.y * 100}%` };
  return (
    <>
      <div className={styles.crosshair} style={style} aria-hidden="true" />
      <span className={styles.spoken} role="status" aria-label="Crosshair">
        {Math.round(at.x * 100)} % from the left, {Math.round(at.y * 100)} % from the top
      </span>
    </>
  );
}
