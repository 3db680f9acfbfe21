/** The further ways of tracking, and which objects it takes. */
import { Check, ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useStore } from "zustand";
import { useKeyOf } from "../../state/keys/useKeyOf";
import { useStage } from "../../state/selectors";
import { useServices, useWorkspace } from "../../state/services";
import type { TrackScope } from "../../state/trackScope";
import { IconButton } from "../../ui/Button";
import menu from "../../ui/menu.module.css";
import { say } from "../../words/words";

const scopes = [
  ["all", "timeline:scope_all"],
  ["selected", "timeline:scope_selected"],
] as const;

export function TrackMenu({ disabled }: { readonly disabled: boolean }) {
  const workspace = useWorkspace();
  const [oneKey, rangeKey] = [useKeyOf("trackOneFrame"), useKeyOf("trackRange")];
  const hasRange = useStage(({ rangeIn, rangeOut }) => rangeIn !== null || rangeOut !== null);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton label={say("timeline:track_more")} tone="plain" icon={<ChevronDown size={16} />} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menu.menu} side="top" align="end" sideOffset={6}>
          <DropdownMenu.Item
            className={menu.item}
            disabled={disabled}
            onSelect={() => void workspace.trackOneFrame("FORWARD")}
          >
            {say("timeline:track_one_frame")}
            <KeyHint keys={oneKey} />
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={menu.item}
            disabled={disabled}
            onSelect={() => void workspace.trackOneFrame("BACKWARD")}
          >
            {say("timeline:track_one_frame_back")}
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={menu.item}
            disabled={disabled || !hasRange}
            onSelect={() => void workspace.trackRange()}
          >
            {say("timeline:track_range")}
            <KeyHint keys={rangeKey} />
          </DropdownMenu.Item>
          <DropdownMenu.Separator className={menu.line} />
          <ScopeChoice />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const KeyHint = ({ keys }: { readonly keys: string }) => keys && <kbd className={menu.key}>{keys}</kbd>;

function ScopeChoice() {
  const { preferences } = useServices();
  const scope = useStore(preferences, ({ trackScope }) => trackScope);
  const choose = (value: string) =>
    preferences.setState({ trackScope: (value === "selected" ? value : "all") satisfies TrackScope });
  return (
    <DropdownMenu.RadioGroup value={scope} onValueChange={choose}>
      <DropdownMenu.Label className={menu.label}>{say("timeline:scope")}</DropdownMenu.Label>
      {scopes.map(([value, word]) => (
        <DropdownMenu.RadioItem key={value} className={menu.item} value={value}>
          <span className={menu.tick}>
            <DropdownMenu.ItemIndicator>
              <Check size={14} />
            </DropdownMenu.ItemIndicator>
          </span>
          {say(word)}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
