/** Buttons that say what they do, with a word or, as IconButton, with a name that shows on hover and is read aloud. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { say } from "../words/words";
import styles from "./Button.module.css";
import { classes } from "./classes";
import { Hinted } from "./Hinted";
import { Spinner } from "./Spinner";

export type Tone = "plain" | "primary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

interface Looks {
  readonly tone?: Tone;
  readonly size?: ButtonSize;
}

export const buttonClass = ({ tone = "plain", size = "medium" }: Looks, square = false): string =>
  classes(
    styles.button,
    tone !== "plain" && styles[tone],
    size !== "medium" && styles[size],
    square && styles.square,
  );

interface ButtonProps extends Looks, Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className"> {
  readonly icon?: ReactNode;
  readonly busy?: boolean;
  /** Why it cannot be pressed now; empty where it can. */
  readonly refusal?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({
  tone,
  size,
  icon,
  busy = false,
  refusal = "",
  children,
  disabled,
  ...rest
}: ButtonProps) {
  const looks = { ...(tone && { tone }), ...(size && { size }) };
  return (
    <button
      type="button"
      className={buttonClass(looks)}
      disabled={disabled === true || busy || refusal !== ""}
      {...rest}
      {...(refusal !== "" && { title: refusal })}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

interface IconButtonProps
  extends Looks,
    Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "children"> {
  readonly label: string;
  /** A key that does the same, shown with the name; empty where there is none. */
  readonly shortcut?: string;
  readonly icon: ReactNode;
  readonly pressed?: boolean;
  /** Why it cannot be pressed now, shown with the name; empty where it can. */
  readonly refusal?: string;
}

export function IconButton({
  label,
  shortcut,
  icon,
  pressed,
  tone = "quiet",
  size = "medium",
  refusal = "",
  disabled,
  ...rest
}: IconButtonProps) {
  return (
    <Hinted
      text={refusal === "" ? label : say("ui:refused", { label, refusal })}
      {...(shortcut !== undefined && { shortcut })}
    >
      <button
        type="button"
        aria-label={label}
        {...(pressed !== undefined && { "aria-pressed": pressed })}
        className={classes(buttonClass({ tone, size }, true), pressed && styles.pressed)}
        disabled={disabled === true || refusal !== ""}
        {...rest}
      >
        {icon}
      </button>
    </Hinted>
  );
}
