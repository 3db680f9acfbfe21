/** A picture from the person's disk, made small, as a data URL. */
import { ImagePlus, X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { say } from "../words/words";
import { Button, IconButton } from "./Button";
import styles from "./fields.module.css";

interface ImageFieldProps {
  readonly label: string;
  /** A data URL, or "" for none. */
  readonly value: string;
  onChange(value: string): void;
}

/** Enough for what lies on a clip; small enough to be kept and sent. */
const LONGEST_SIDE = 640;

/** Rejects for a file that is no picture. */
async function smallPicture(file: File): Promise<string> {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return canvas.toDataURL("image/png");
}

export function ImageField({ label, value, onChange }: ImageFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState(false);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    try {
      onChange(await smallPicture(file));
      setProblem(false);
    } catch {
      setProblem(true);
    }
  };
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        ref={input}
        id={id}
        type="file"
        accept="image/*"
        hidden
        onChange={({ target }) => void take(target.files?.[0])}
      />
      <span style={{ display: "flex", gap: "var(--space-1)", alignItems: "center" }}>
        {value !== "" && <img src={value} alt="" style={{ height: 32, maxWidth: 72, borderRadius: 4 }} />}
        <Button size="small" icon={<ImagePlus size={14} />} onClick={() => input.current?.click()}>
          {say("ui:choosePicture")}
        </Button>
        {value !== "" && (
          <IconButton
            size="small"
            label={say("ui:removePicture")}
            icon={<X size={14} />}
            onClick={() => onChange("")}
          />
        )}
      </span>
      {problem && <span role="alert">{say("ui:noPicture")}</span>}
    </div>
  );
}
