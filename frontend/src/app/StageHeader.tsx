/** Where we are, what is in the hand, what comes next, and which engine computes. */
import { ArrowLeft } from "lucide-react";
import { useLocation } from "wouter";
import { useStore } from "zustand";
import { HistoryBar } from "../features/objects/HistoryBar";
import { HintLine } from "../features/stage/HintLine";
import { KeyHelp } from "../features/stage/KeyHelp";
import { ToolBar } from "../features/stage/ToolBar";
import { useSession } from "../state/selectors";
import { useWorkspace } from "../state/services";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { EditableText } from "../ui/EditableText";
import { EngineBadge } from "./EngineBadge";
import styles from "./StagePage.module.css";

export function StageHeader() {
  const { commands } = useWorkspace();
  const [, navigate] = useLocation();
  const name = useSession((session) => session.name);
  return (
    <header className={styles.header}>
      <Button tone="quiet" icon={<ArrowLeft size={16} />} onClick={() => navigate("/")}>
        Clips
      </Button>
      <h1 className={styles.name}>
        <EditableText
          label="Name of the session"
          value={name}
          onChange={(next) => void commands.rename(next)}
        />
      </h1>
      <ToolBar />
      <div className={styles.hint}>
        <HintLine />
      </div>
      <div className={styles.end}>
        <Line />
        <HistoryBar />
        <EngineBadge />
        <KeyHelp />
      </div>
    </header>
  );
}

/** Says when the line to the server is broken; silent while it is not. */
function Line() {
  const { server } = useWorkspace();
  const connection = useStore(server, (state) => state.connection);
  const masksLoading = useStore(server, (state) => state.masksLoading);
  if (connection === "reconnecting") return <Badge tone="bad">Reconnecting…</Badge>;
  return masksLoading ? <Badge>Fetching masks…</Badge> : null;
}
