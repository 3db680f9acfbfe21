/** Where we are, what is in the hand, what comes next, and which engine computes. */
import { ArrowLeft } from "lucide-react";
import { useLocation } from "wouter";
import { useStore } from "zustand";
import { KeysButton } from "../features/keys/KeysButton";
import { HistoryBar } from "../features/objects/HistoryBar";
import { HintLine } from "../features/stage/HintLine";
import { useMayEdit, useSession } from "../state/selectors";
import { useWorkspace } from "../state/services";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { EditableText } from "../ui/EditableText";
import { say } from "../words/words";
import { AccountMenu } from "./AccountMenu";
import { EngineBadge } from "./EngineBadge";
import { LanguageMenu } from "./LanguageMenu";
import { ShareButton } from "./ShareButton";
import { ShuttleBadge } from "./ShuttleBadge";
import styles from "./StagePage.module.css";

export function StageHeader() {
  const { commands } = useWorkspace();
  const [, navigate] = useLocation();
  const name = useSession((session) => session.name);
  const mayEdit = useMayEdit();
  return (
    <header className={styles.header}>
      <Button tone="quiet" icon={<ArrowLeft size={16} />} onClick={() => navigate("/")}>
        {say("app:clips")}
      </Button>
      <h1 className={styles.name}>
        <EditableText
          label={say("app:sessionName")}
          value={name}
          fixed={!mayEdit}
          onChange={(next) => void commands.rename(next)}
        />
      </h1>
      <div className={styles.hint}>
        <HintLine />
      </div>
      <div className={styles.end}>
        <ShuttleBadge />
        {!mayEdit && <Badge title={say("state:readOnlyText")}>{say("app:readOnly")}</Badge>}
        <Line />
        <HistoryBar />
        <ShareButton />
        <EngineBadge />
        <LanguageMenu />
        <KeysButton />
        <AccountMenu />
      </div>
    </header>
  );
}

/** Says when the line to the server is broken; silent while it is not. */
function Line() {
  const { server } = useWorkspace();
  const connection = useStore(server, (state) => state.connection);
  const masksLoading = useStore(server, (state) => state.masksLoading);
  if (connection === "reconnecting") return <Badge tone="bad">{say("app:reconnecting")}</Badge>;
  return masksLoading ? <Badge>{say("app:fetchingMasks")}</Badge> : null;
}
