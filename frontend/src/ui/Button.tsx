/** Buttons that say what they do, with a word or, as IconButton, with a name that shows on hover and is read aloud. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
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
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ tone, size, icon, busy = false, children, disabled, ...rest }: ButtonProps) {
  const looks = { ...(tone && { tone }), ...(size && { size }) };
  return (
    <button type="button" className={buttonClass(looks)} disabled={disabled === true || busy} {...rest}>
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
}

export function IconButton({
  label,
  shortcut,
  icon,
  pressed,
  tone = "quiet",
  size = "medium",
  ...rest
}: IconButtonProps) {
  return (
    <Hinted text={label} {...(shortcut !== undefined && { shortcut })}>
      <button
        type="button"
        aria-label={label}
        {...(pressed !== undefined && { "aria-pressed": pressed })}
        className={classes(buttonClass({ tone, size }, true), pressed && styles.pressed)}
        {...rest}
      >
        {icon}
      </button>
    </Hinted>
  );
}
