/** Stands where the next own clip will be, and tells the limits before anything is sent. */
import { Upload } from "lucide-react";
import { useStore } from "zustand";
import { useServices } from "../../state/services";
import { classes } from "../../ui/classes";
import { formatRemaining } from "../../ui/format";
import { formatBytes } from "../../words/numbers";
import { say } from "../../words/words";
import styles from "./cards.module.css";
import { useFileChooser } from "./UploadButtons";

export function UploadInvitation({ alone }: { readonly alone: boolean }) {
  const { gallery } = useServices();
  const limits = useStore(gallery.store, (state) => state.server?.limits);
  const chooser = useFileChooser(say("gallery:firstToUpload"));
  return (
    <li className={classes(styles.inviting, alone && styles.alone)}>
      {chooser.input}
      <button type="button" className={styles.invitation} onClick={chooser.open}>
        <Upload size={28} aria-hidden="true" />
        <strong>{say("gallery:dropAnywhere")}</strong>
        <span>
          {limits === undefined
            ? say("gallery:brought")
            : say("gallery:broughtLimits", {
                size: formatBytes(limits.maxUploadBytes),
                length: formatRemaining(limits.maxDurationSec),
              })}
        </span>
      </button>
    </li>
  );
}
