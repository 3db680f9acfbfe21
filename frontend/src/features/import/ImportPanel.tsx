/** Masks from a file into the session: what is chosen, how far it is, and what came of it. Opens when it is asked to. */
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { isOnItsWay, MaskImport } from "../../state/maskImport";
import { useStage } from "../../state/selectors";
import { useServices, useWorkspace } from "../../state/services";
import { Confirm } from "../../ui/Confirm";
import { Panel } from "../../ui/Panel";
import { say } from "../../words/words";
import { Choosing, ChoosingFoot } from "./Choosing";
import styles from "./ImportPanel.module.css";
import { Report, ReportFoot } from "./Report";
import { statusWords } from "./statusWords";
import { UnderWay, UnderWayFoot } from "./UnderWay";

function useMaskImport(): MaskImport {
  const { api, notices } = useServices();
  const { server, stage } = useWorkspace();
  const [imports] = useState(() => new MaskImport({ api, server, notices, stage }));
  const ask = useStage((state) => state.importAsk);
  useEffect(() => {
    if (ask === null) return;
    stage.setState({ importAsk: null });
    if (ask.items === null) imports.show();
    else void imports.drop(ask.items);
  }, [ask, imports, stage]);
  useEffect(() => () => imports.stop(), [imports]);
  return imports;
}

/** A file that is being sent is lost when the page goes; the browser asks before that. */
function useLeaveWarning(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isNeeded]);
}

export function ImportPanel() {
  const imports = useMaskImport();
  const { shown, step, source, report } = useStore(imports.store);
  const [asking, ask] = useState(false);
  const onItsWay = isOnItsWay({ step });
  useLeaveWarning(onItsWay);
  const isChoosing = step === "choosing";
  const parts = { imports };
  const name = source?.name ?? "";
  const done = report === null ? null : { ...parts, report };
  const foot = isChoosing ? <ChoosingFoot {...parts} /> : <UnderWayFoot {...parts} />;
  return (
    <>
      <Panel
        open={shown}
        title={say(step === "done" ? "import:doneTitle" : "import:title")}
        text={step === "done" ? say("import:doneOf", { name }) : say("import:text")}
        foot={done === null ? foot : <ReportFoot {...done} />}
        onClose={() => (onItsWay ? ask(true) : imports.close())}
      >
        <div className={styles.body}>
          {/* Always there, so that those who listen hear what it comes to say. */}
          <p role="status" className={styles.status}>
            {statusWords({ step, report })}
          </p>
          {isChoosing && <Choosing {...parts} />}
          {!isChoosing && done === null && <UnderWay {...parts} />}
          {done !== null && <Report {...done} />}
        </div>
      </Panel>
      <Confirm
        open={asking && onItsWay}
        title={say("import:stopQuestion", { name })}
        text={say("import:stopText")}
        action={say("import:stop")}
        keep={say("import:goOn")}
        onConfirm={() => imports.close()}
        onClose={() => ask(false)}
      />
    </>
  );
}
