/** Which effect the picture shows and how; every change is seen at once. */
import { RotateCcw } from "lucide-react";
import { RadioGroup } from "radix-ui";
import type { ParameterValue } from "../../domain/effect";
import { defaultSetting, effectNamed, effects } from "../../effects/registry";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import { ParameterField } from "../../ui/ParameterField";
import styles from "./EffectsPanel.module.css";

export function EffectsPanel() {
  const { stage } = useWorkspace();
  const setting = useStage((state) => state.effect);
  const effect = effectNamed(setting.name);
  const set = (name: string, value: ParameterValue) =>
    stage.setState({ effect: { ...setting, values: { ...setting.values, [name]: value } } });
  return (
    <div className={styles.panel}>
      <RadioGroup.Root
        className={styles.effects}
        aria-label="Effect"
        value={setting.name}
        onValueChange={(name) => stage.setState({ effect: defaultSetting(effectNamed(name)) })}
      >
        {effects.map(({ name, title, description }) => (
          <RadioGroup.Item key={name} value={name} className={styles.effect} aria-label={title}>
            <span className={styles.title}>{title}</span>
            <span className={styles.detail}>{description}</span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      <fieldset className={styles.parameters} aria-label={`${effect.title} settings`}>
        {effect.parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={setting.values[parameter.name] ?? parameter.default}
            onChange={(value) => set(parameter.name, value)}
          />
        ))}
        <Button
          tone="quiet"
          size="small"
          icon={<RotateCcw size={12} />}
          onClick={() => stage.setState({ effect: defaultSetting(effect) })}
        >
          Reset
        </Button>
      </fieldset>
    </div>
  );
}
