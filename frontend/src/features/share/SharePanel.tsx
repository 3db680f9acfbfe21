/** The share links of a session: make one, copy it, take it back. */
import { Link2 } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { ShareLink } from "../../domain/access";
import { useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { Confirm } from "../../ui/Confirm";
import { Message } from "../../ui/Message";
import { Panel } from "../../ui/Panel";
import { Segments } from "../../ui/Segments";
import { Spinner } from "../../ui/Spinner";
import { say } from "../../words/words";
import { LinkRow } from "./LinkRow";
import styles from "./SharePanel.module.css";

export function SharePanel() {
  const { sharing } = useServices();
  const { session, problem } = useStore(sharing.store);
  return (
    <Panel
      open={session !== null}
      title={say("share:title", { name: session?.name ?? "" })}
      text={say("share:text")}
      foot={<NewLink />}
      onClose={() => sharing.close()}
    >
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <Links />
    </Panel>
  );
}

function Links() {
  const { sharing } = useServices();
  const { links, problem } = useStore(sharing.store);
  const [doomed, setDoomed] = useState<ShareLink | null>(null);
  if (links === null) {
    return problem === null ? (
      <Message low title={say("share:loading")} icon={<Spinner />} />
    ) : (
      <div className={styles.again}>
        <Button onClick={() => void sharing.load()}>{say("share:again")}</Button>
      </div>
    );
  }
  if (links.length === 0) return <Message low title={say("share:none")} text={say("share:noneText")} />;
  return (
    <>
      <ul className={styles.list} aria-label={say("share:links")}>
        {links.map((link) => (
          <LinkRow key={link.shareId} link={link} onRemove={() => setDoomed(link)} />
        ))}
      </ul>
      <Confirm
        open={doomed !== null}
        title={say("share:question")}
        text={say(doomed?.right === "EDIT" ? "share:questionEdit" : "share:questionRead")}
        action={say("share:remove")}
        onClose={() => setDoomed(null)}
        onConfirm={() => doomed && void sharing.remove(doomed.shareId)}
      />
    </>
  );
}

function NewLink() {
  const { sharing } = useServices();
  const { isBusy, links } = useStore(sharing.store);
  const [right, setRight] = useState<ShareLink["right"]>("READ");
  return (
    <div className={styles.make}>
      <Segments<ShareLink["right"]>
        label={say("share:right")}
        value={right}
        segments={[
          { value: "READ", title: say("share:canRead") },
          { value: "EDIT", title: say("share:canEdit") },
        ]}
        onChange={setRight}
      />
      <Button
        tone="primary"
        busy={isBusy && links !== null}
        disabled={links === null}
        icon={<Link2 size={16} aria-hidden="true" />}
        onClick={() => void sharing.create(right)}
      >
        {say("share:create")}
      </Button>
    </div>
  );
}
