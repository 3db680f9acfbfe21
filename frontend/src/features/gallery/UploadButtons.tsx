/** Ways to bring a clip: files, a folder of images, or the server's own folder. */
import { ChevronDown, FileUp, FolderUp, HardDrive, Upload } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type ChangeEvent, type ReactNode, useRef } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { say } from "../../words/words";
import { clipsOfFolderInput } from "./chosenFiles";
import styles from "./menu.module.css";
import { useAddClips } from "./useUploads";

const ACCEPTED = "video/*,.mkv,.avi,.mov,.webm,.mp4,.zip,.masklet,image/png,image/jpeg,image/webp,image/bmp";

/** A hidden input for files, and what opens it. */
export function useFileChooser(
  label: string,
  accepted = ACCEPTED,
): { readonly input: ReactNode; open(): void } {
  const files = useRef<HTMLInputElement>(null);
  const add = useAddClips();
  const input = (
    <input
      ref={files}
      type="file"
      hidden
      multiple
      accept={accepted}
      aria-label={label}
      onChange={(event) => {
        const list = takeFiles(event);
        if (list.length > 0) void add(Promise.resolve(list));
      }}
    />
  );
  return { input, open: () => files.current?.click() };
}

/** The same file may be chosen again, so the input forgets it. */
function takeFiles(event: ChangeEvent<HTMLInputElement>): readonly File[] {
  const list = Array.from(event.target.files ?? []);
  event.target.value = "";
  return list;
}

export function UploadButtons() {
  const files = useFileChooser(say("gallery:videosToUpload"));
  const session = useFileChooser(say("gallery:sessionFile"), ".masklet");
  const folder = useRef<HTMLInputElement>(null);
  const add = useAddClips();
  return (
    <>
      {files.input}
      {session.input}
      <input
        ref={(input) => {
          folder.current = input;
          // React's types do not know this attribute.
          input?.setAttribute("webkitdirectory", "");
        }}
        type="file"
        hidden
        aria-label={say("gallery:folderToUpload")}
        onChange={(event) => {
          const list = takeFiles(event);
          if (list.length > 0) void add(clipsOfFolderInput(list));
        }}
      />
      <span className={styles.split}>
        <Button tone="primary" icon={<Upload size={16} />} onClick={files.open}>
          {say("gallery:uploadVideos")}
        </Button>
        <MoreSources onFolder={() => folder.current?.click()} onSession={session.open} />
      </span>
    </>
  );
}

interface MoreSourcesProps {
  onFolder(): void;
  onSession(): void;
}

function MoreSources({ onFolder, onSession }: MoreSourcesProps) {
  const { gallery, uploads } = useServices();
  const entries = useStore(gallery.store, (state) => state.server?.folderEntries) ?? [];
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button tone="primary" aria-label={say("gallery:moreWays")}>
          <ChevronDown size={16} />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4}>
          <DropdownMenu.Item className={styles.item} onSelect={onFolder}>
            <FolderUp size={16} aria-hidden="true" />
            {say("gallery:uploadFolder")}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={styles.item} onSelect={onSession}>
            <FileUp size={16} aria-hidden="true" />
            {say("gallery:openSessionFile")}
          </DropdownMenu.Item>
          {entries.length > 0 && (
            <DropdownMenu.Label className={styles.label}>{say("gallery:fromServer")}</DropdownMenu.Label>
          )}
          {entries.map((name) => (
            <DropdownMenu.Item
              key={name}
              className={styles.item}
              onSelect={() => uploads.addFromFolder(name)}
            >
              <HardDrive size={16} aria-hidden="true" />
              {name}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
