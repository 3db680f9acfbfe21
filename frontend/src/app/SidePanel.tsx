/** The panels beside the picture: objects, effects, export. */
import { FileInput } from "lucide-react";
import { Tabs } from "radix-ui";
import { lazy, Suspense } from "react";
import { ObjectsPanel } from "../features/objects/ObjectsPanel";
import { useMayEdit, useStage } from "../state/selectors";
import { useWorkspace } from "../state/services";
import type { PanelName } from "../state/stageStore";
import { Button } from "../ui/Button";
import { Spinner } from "../ui/Spinner";
import { say, type WordKey } from "../words/words";
import { NotifyToggle } from "./NotifyToggle";
import styles from "./StagePage.module.css";

/** Fetched when they are opened: the picture comes first. */
const EffectsPanel = lazy(async () => ({
  default: (await import("../features/effects/EffectsPanel")).EffectsPanel,
}));
const ExportPanel = lazy(async () => ({
  default: (await import("../features/export/ExportPanel")).ExportPanel,
}));

const panels: readonly (readonly [name: PanelName, title: WordKey])[] = [
  ["objects", "app:objects"],
  ["effects", "app:effects"],
  ["export", "app:export"],
];

export function SidePanel() {
  const { stage } = useWorkspace();
  const panel = useStage((state) => state.panel);
  const choose = (value: string) => {
    const chosen = panels.find(([name]) => name === value);
    if (chosen !== undefined) stage.setState({ panel: chosen[0] });
  };
  return (
    <aside className={styles.side} aria-label={say("app:panels")}>
      <Tabs.Root value={panel} onValueChange={choose} asChild>
        <div style={{ display: "contents" }}>
          <Tabs.List className={styles.tabs} aria-label={say("app:panels")}>
            {panels.map(([name, title]) => (
              <Tabs.Trigger key={name} value={name} className={styles.tab}>
                {say(title)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <Tabs.Content value="objects" className={styles.content}>
            <ObjectsPanel>
              <div className={styles.foot}>
                <NotifyToggle />
              </div>
            </ObjectsPanel>
          </Tabs.Content>
          <Tabs.Content value="effects" className={styles.content}>
            <Suspense fallback={<Spinner label={say("app:opening")} />}>
              <EffectsPanel />
            </Suspense>
          </Tabs.Content>
          <Tabs.Content value="export" className={styles.content}>
            <Suspense fallback={<Spinner label={say("app:opening")} />}>
              <ExportPanel />
              <WayIn />
            </Suspense>
          </Tabs.Content>
        </div>
      </Tabs.Root>
    </aside>
  );
}

/** Who looks for the way out may look for the way in. */
function WayIn() {
  const { stage } = useWorkspace();
  if (!useMayEdit()) return null;
  return (
    <p className={styles.wayIn}>
      {say("app:masksAlready")}
      <Button
        size="small"
        icon={<FileInput size={14} />}
        onClick={() => stage.setState({ importAsk: { items: null } })}
      >
        {say("app:importMasks")}
      </Button>
    </p>
  );
}
