/** The panels beside the picture: objects, effects, export. */
import { Tabs } from "radix-ui";
import { EffectsPanel } from "../features/effects/EffectsPanel";
import { ExportPanel } from "../features/export/ExportPanel";
import { ObjectsPanel } from "../features/objects/ObjectsPanel";
import { useStage } from "../state/selectors";
import { useWorkspace } from "../state/services";
import type { PanelName } from "../state/stageStore";
import { say, type WordKey } from "../words/words";
import { NotifyToggle } from "./NotifyToggle";
import styles from "./StagePage.module.css";

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
            <EffectsPanel />
          </Tabs.Content>
          <Tabs.Content value="export" className={styles.content}>
            <ExportPanel />
          </Tabs.Content>
        </div>
      </Tabs.Root>
    </aside>
  );
}
