/** Stands where the first own clip will be, and tells the limits before anything is sent. */
import { Upload } from "lucide-react";
import { useStore } from "zustand";
import { useServices } from "../../state/services";
import { formatBytes, formatDuration } from "../../ui/format";
import styles from "./cards.module.css";

export function UploadInvitation() {
  const { gallery } = useServices();
  const limits = useStore(gallery.store, (state) => state.server?.limits);
  return (
    <li className={styles.invitation}>
      <Upload size={28} aria-hidden="true" />
      <strong>Drop a video anywhere on this page</strong>
      <span>
        or several, a zip or a folder of images
        {limits &&
          `; up to ${formatBytes(limits.maxUploadBytes)} and ${formatDuration(limits.maxDurationSec)} each`}
      </span>
    </li>
  );
}
