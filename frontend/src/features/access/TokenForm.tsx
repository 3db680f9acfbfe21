/** The token that the server printed: pasted or typed, with what is wrong with it said below. */
import { ClipboardPaste, Eye, EyeOff } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services";
import { Button, IconButton } from "../../ui/Button";
import { formatRemaining } from "../../ui/format";
import { say } from "../../words/words";
import styles from "./SignIn.module.css";

/** People copy the whole address that the server printed. */
export const tokenIn = (text: string): string => /[?&]token=([^&#\s]+)/.exec(text)?.[1] ?? text.trim();

/** Longer ones are no tokens. */
const LONGEST = 4096;

export function TokenForm() {
  const { door } = useServices();
  const { problem } = useStore(door.store);
  const [token, setToken] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [isShown, show] = useState(false);
  const [pasteProblem, setPasteProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const wait = useWait();
  const id = useId();
  const trouble = wait ?? pasteProblem ?? problem;
  const enter = async (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() === "" || isBusy || wait !== null) return;
    setBusy(true);
    const isIn = await door.enter(tokenIn(token));
    setBusy(false);
    if (!isIn) field.current?.select();
  };
  const paste = async () => {
    const text = await navigator.clipboard?.readText().catch(() => undefined);
    setPasteProblem(text === undefined ? say("door:pasteRefused") : null);
    if (text !== undefined) setToken(tokenIn(text));
    field.current?.focus();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void enter(event)}>
      <p className={styles.text}>{say("door:tokenText")}</p>
      <label className={styles.label} htmlFor={id}>
        {say("door:token")}
      </label>
      <div className={styles.line}>
        <input
          ref={field}
          id={id}
          className={styles.field}
          type={isShown ? "text" : "password"}
          name="token"
          autoComplete="current-password"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={LONGEST}
          // biome-ignore lint/a11y/noAutofocus: there is nothing else on the page
          autoFocus
          value={token}
          aria-invalid={trouble !== null}
          aria-describedby={`${id}-trouble`}
          onChange={({ target }) => {
            setToken(target.value);
            setPasteProblem(null);
          }}
        />
        <IconButton
          label={say(isShown ? "door:hide" : "door:show")}
          pressed={isShown}
          size="large"
          icon={isShown ? <EyeOff size={18} /> : <Eye size={18} />}
          onClick={() => show(!isShown)}
        />
        <Button
          size="large"
          icon={<ClipboardPaste size={16} aria-hidden="true" />}
          onClick={() => void paste()}
        >
          {say("door:paste")}
        </Button>
      </div>
      <p id={`${id}-trouble`} className={styles.trouble} role="alert">
        {trouble}
      </p>
      <Button
        type="submit"
        tone="primary"
        size="large"
        busy={isBusy}
        disabled={token.trim() === "" || wait !== null}
      >
        {say("door:signIn")}
      </Button>
    </form>
  );
}

/** How long until the next try, in words that count down; null where one may try. */
function useWait(): string | null {
  const { door } = useServices();
  const waitUntil = useStore(door.store, (state) => state.waitUntil);
  const [now, setNow] = useState(() => Date.now());
  const isWaiting = waitUntil !== null && waitUntil > now;
  useEffect(() => {
    if (waitUntil === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [waitUntil]);
  return isWaiting ? say("door:waitFor", { time: formatRemaining((waitUntil - now) / 1000) }) : null;
}
