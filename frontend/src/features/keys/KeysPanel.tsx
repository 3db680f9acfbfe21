/** Every action with its keys: found by name or key, changed in place, after the habits of other tools. */
import { Search } from "lucide-react";
import { useId, useState } from "react";
import { useStore } from "zustand";
import { type ActionGroup, actionGroups } from "../../state/actions/action";
import { isPresetName, type PresetName, presetTitles } from "../../state/actions/presets";
import { isMacKeyboard } from "../../state/keys/chordWords";
import { useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Panel } from "../../ui/Panel";
import { say } from "../../words/words";
import { foundActions } from "./found";
import { gestures } from "./gestures";
import { KeyRow } from "./KeyRow";
import styles from "./KeysPanel.module.css";

const presetOptions = (Object.keys(presetTitles) as PresetName[]).map((value) => ({
  value,
  title: presetTitles[value],
}));

export function KeysPanel() {
  const { keys } = useServices();
  const shown = useStore(keys.store, (state) => state.shown);
  return (
    <Panel
      open={shown}
      title={say("keys:title")}
      text={say("keys:text")}
      foot={<Foot />}
      onClose={() => keys.show(false)}
    >
      <Lists />
    </Panel>
  );
}

function Lists() {
  const { keys } = useServices();
  const map = useStore(keys.store, (state) => state.map);
  const [sought, setSought] = useState("");
  const found = foundActions(sought, map, isMacKeyboard());
  const groups = actionGroups
    .map((group) => ({ group, list: found.filter((action) => action.group === group) }))
    .filter(({ list }) => list.length > 0);
  return (
    <div className={styles.body}>
      <label className={styles.find}>
        <Search size={16} aria-hidden="true" />
        <input
          type="search"
          aria-label={say("keys:find")}
          placeholder={say("keys:find")}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
        />
      </label>
      {groups.length === 0 && (
        <p className={styles.empty} role="status">
          {say("keys:noneFound", { sought })}
        </p>
      )}
      <div className={styles.groups}>
        {groups.map(({ group, list }) => (
          <Group key={group} title={say(`keys:group_${group satisfies ActionGroup}`)}>
            {list.map((action) => (
              <KeyRow key={action.id} action={action} />
            ))}
          </Group>
        ))}
        {sought.trim() === "" && <Gestures />}
      </div>
    </div>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  const id = useId();
  return (
    <section className={styles.group} aria-labelledby={id}>
      <h3 className={styles.title} id={id}>
        {title}
      </h3>
      <ul className={styles.rows}>{children}</ul>
    </section>
  );
}

function Gestures() {
  return (
    <Group title={say("keys:group_gestures")}>
      {gestures.map(({ how, does }) => (
        <li key={does} className={styles.row}>
          <span className={styles.what}>{say(does)}</span>
          <span className={styles.keys}>
            {how.map((one) => (
              <kbd key={one} className={styles.cap}>
                {say(one)}
              </kbd>
            ))}
          </span>
        </li>
      ))}
    </Group>
  );
}

function Foot() {
  const { keys } = useServices();
  const { preset, changes } = useStore(keys.store, (state) => state.choice);
  const isChanged = Object.keys(changes).length > 0;
  return (
    <>
      <span className={styles.preset}>
        <span aria-hidden="true">{say("keys:preset")}</span>
        <Choice
          bare
          label={say("keys:preset")}
          value={preset}
          options={presetOptions}
          onChange={(value) => isPresetName(value) && keys.choosePreset(value)}
        />
      </span>
      <Button disabled={!isChanged} onClick={() => keys.resetAll()}>
        {say("keys:resetAll")}
      </Button>
    </>
  );
}
