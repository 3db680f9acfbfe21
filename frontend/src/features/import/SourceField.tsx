/** The file that is read: chosen, or where to drop it. */
import { FolderUp, Upload } from "lucide-react";
import { type ChangeEvent, type Ref, useRef } from "react";
import { useStore } from "zustand";
import { chosenFiles } from "../../state/droppedFiles";
import { isVideo, suffixesOf, unfit } from "../../state/importSource";
import type { MaskImport } from "../../state/maskImport";
import { useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { say } from "../../words/words";
import { FileLine } from "./FileLine";
import styles from "./ImportPanel.module.css";
import { useFormats } from "./useFormats";

interface SourceFieldProps {
  readonly imports: MaskImport;
}

export function SourceField({ imports }: SourceFieldProps) {
  const source = useStore(imports.store, (state) => state.source);
  const formats = useFormats();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const misfit = source && unfit(source, formats);
  return (
    <section aria-label={say("import:source")} className={styles.source}>
      <FileInput
        of={files}
        label={say("import:filesOfMasks")}
        accept={suffixesOf(formats)}
        imports={imports}
      />
      <FileInput of={folder} label={say("import:folderOfMasks")} accept={null} imports={imports} />
      {source === null ? (
        <div className={styles.empty}>
          <p>{say("import:dropHere")}</p>
          <span className={styles.buttons}>
            <Button icon={<Upload size={16} />} onClick={() => files.current?.click()}>
              {say("import:chooseFiles")}
            </Button>
            <Button icon={<FolderUp size={16} />} onClick={() => folder.current?.click()}>
              {say("import:chooseFolder")}
            </Button>
          </span>
          {formats.length > 0 && (
            <p className={styles.faint}>
              {say("import:known", { titles: formats.map(({ title }) => title).join(say("ui:listComma")) })}
            </p>
          )}
        </div>
      ) : (
        <FileLine source={source}>
          <Button size="small" onClick={() => files.current?.click()}>
            {say("import:chooseOther")}
          </Button>
        </FileLine>
      )}
      {misfit !== null && (
        <p className={styles.problem} role="alert">
          {misfit}
        </p>
      )}
      {source !== null && isVideo(source) && <AsClip imports={imports} />}
    </section>
  );
}

interface FileInputProps extends SourceFieldProps {
  readonly of: Ref<HTMLInputElement> & { current: HTMLInputElement | null };
  readonly label: string;
  /** Suffixes; null: a folder with everything in it. */
  readonly accept: readonly string[] | null;
}

function FileInput({ of, label, accept, imports }: FileInputProps) {
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const list = chosenFiles(Array.from(target.files ?? []));
    // The same file may be chosen again, so the input forgets it.
    target.value = "";
    if (list.length > 0) imports.choose(list);
  };
  return (
    <input
      ref={(input) => {
        of.current = input;
        // React's types do not know this attribute.
        if (accept === null) input?.setAttribute("webkitdirectory", "");
      }}
      type="file"
      hidden
      multiple
      accept={accept?.join(",")}
      aria-label={label}
      onChange={take}
    />
  );
}

/** On the first screen a video that is dropped becomes a clip; here it is read as a matte. */
function AsClip({ imports }: SourceFieldProps) {
  const { gallery, uploads, notices } = useServices();
  const source = useStore(imports.store, (state) => state.source);
  const add = () => {
    const file = source?.files[0]?.file;
    if (file === undefined) return;
    uploads.add(file, gallery.store.getState().server?.limits ?? null);
    notices.say("plain", say("import:addedToClips", { name: file.name }));
    imports.forget();
  };
  return (
    <p className={styles.note}>
      {say("import:asVideo")}
      <Button size="small" onClick={add}>
        {say("import:addToClips")}
      </Button>
    </p>
  );
}
