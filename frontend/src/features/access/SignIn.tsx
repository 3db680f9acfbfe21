/** Stands before everything until somebody is in: over an empty page, or over the work where the sign-in ran out meanwhile. */
import { Dialog } from "radix-ui";
import { type ReactNode, useEffect } from "react";
import { useStore } from "zustand";
import type { Access } from "../../domain/access";
import { rememberPlace } from "../../state/comeBack";
import { useServices } from "../../state/services";
import { Button, buttonClass } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { say } from "../../words/words";
import styles from "./SignIn.module.css";
import { TokenForm } from "./TokenForm";

/** `children` stand below: what every screen has. */
export function SignIn({ children }: { readonly children?: ReactNode }) {
  const { door } = useServices();
  const { access, wasIn } = useStore(door.store);
  useLookOnReturn();
  const keepOpen = (event: Event) => event.preventDefault();
  return (
    <Dialog.Root open>
      <Dialog.Portal>
        <Dialog.Overlay className={classes(styles.veil, !wasIn && styles.blank)} />
        <Dialog.Content
          className={styles.panel}
          aria-describedby={undefined}
          onEscapeKeyDown={keepOpen}
          onInteractOutside={keepOpen}
        >
          <img className={styles.logo} src="/icon.svg" alt="" />
          <Dialog.Title className={styles.title}>
            {say(wasIn ? "door:titleAgain" : "door:title")}
          </Dialog.Title>
          {wasIn && <p className={styles.text}>{say("door:textAgain")}</p>}
          <Way access={access} />
          {children !== undefined && <div className={styles.foot}>{children}</div>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Somebody may have signed in elsewhere: in another tab, or at the proxy. */
function useLookOnReturn(): void {
  const { door } = useServices();
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && void door.look();
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
    };
  }, [door]);
}

function Way({ access }: { readonly access: Access | null }) {
  if (access?.mode === "token") return <TokenForm />;
  if (access?.mode === "oidc" && access.loginUrl !== null) return <Elsewhere url={access.loginUrl} />;
  return <ByProxy isProxy={access?.mode === "proxy"} />;
}

/** Signing in happens at another address, which comes back here. */
function Elsewhere({ url }: { readonly url: string }) {
  const { door } = useServices();
  const wasIn = useStore(door.store, (state) => state.wasIn);
  return (
    <>
      <p className={styles.text}>{say(wasIn ? "door:oidcAgain" : "door:oidcText")}</p>
      <a
        className={classes(buttonClass({ tone: "primary", size: "large" }), styles.wide)}
        href={url}
        onClick={wasIn ? undefined : rememberPlace}
        {...(wasIn && { target: "_blank", rel: "noopener" })}
      >
        {say("door:oidcButton")}
      </a>
    </>
  );
}

function ByProxy({ isProxy }: { readonly isProxy: boolean }) {
  const { door } = useServices();
  const problem = useStore(door.store, (state) => state.problem);
  return (
    <>
      <p className={styles.text} role={problem === null ? undefined : "alert"}>
        {problem ?? say(isProxy ? "door:proxyText" : "door:unknownText")}
      </p>
      <Button size="large" onClick={() => void door.look()}>
        {say("door:lookAgain")}
      </Button>
    </>
  );
}
