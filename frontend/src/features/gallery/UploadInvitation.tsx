/** Stands where the next own clip will be, and tells the limits before anything is sent. */
import { Upload } from "lucide-react";
import { useStore } from "zustand";
import { useServices } from "../../state/services";
import { classes } from "../../ui/classes";
import { formatRemaining } from "../../ui/format";
import { formatBytes } from "../../words/numbers";
import styles from "./cards.module.css";
import { useFileChooser } from "./UploadButtons";

export function UploadInvitation({ alone }: { readonly alone: boolean }) {
  const { gallery } = useServices();
  const limits = useStore(gallery.store, (state) => state.server?.limits);
  const chooser = useFileChooser("First videos to upload");
  return (
    <li className={classes(styles.inviting, alone && styles.alone)}>
      {chooser.input}
      <button type="button" className={styles.invitation} onClick={chooser.open}>
        <Upload size={28} aria-hidden="true" />
        <strong>Drop a video anywhere on this page</strong>
        <span>
          or click to choose; several, a zip or a folder of images work too
          {limits &&
            ` (up to ${formatBytes(limits.maxUploadBytes)} and ${formatRemaining(limits.maxDurationSec)} each)`}
        </span>
      </button>
    </li>
  );
}
