/** What was chosen: its name, its size, and of how many files it is. */
import { FileArchive, FileImage, FileJson2, FileVideo } from "lucide-react";
import type { ReactNode } from "react";
import { type ImportSource, isPacked, isVideo } from "../../state/importSource";
import { formatBytes } from "../../words/numbers";
import { say } from "../../words/words";
import styles from "./ImportPanel.module.css";

function iconOf(source: ImportSource): ReactNode {
  if (isVideo(source)) return <FileVideo size={22} aria-hidden="true" />;
  if (/\.png$/i.test(source.name)) return <FileImage size={22} aria-hidden="true" />;
  const isArchive = isPacked(source) || source.name.toLowerCase().endsWith(".zip");
  return isArchive ? (
    <FileArchive size={22} aria-hidden="true" />
  ) : (
    <FileJson2 size={22} aria-hidden="true" />
  );
}

interface FileLineProps {
  readonly source: ImportSource;
  readonly children?: ReactNode;
}

export function FileLine({ source, children }: FileLineProps) {
  const { name, bytes, files } = source;
  const size = formatBytes(bytes);
  return (
    <div className={styles.file}>
      {iconOf(source)}
      <div className={styles.fileWords}>
        <span className={styles.fileName} title={name}>
          {name}
        </span>
        <span className={styles.faint}>
          {isPacked(source) ? say("import:packed", { count: files.length, size }) : size}
        </span>
      </div>
      {children}
    </div>
  );
}
