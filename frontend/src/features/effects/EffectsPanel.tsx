/** Which effects the picture shows and how; every change is seen at once. */
import { effectNamed, effects } from "../../effects/registry";
import { parametersOf } from "../../effects/soft_edges";
import { layerOf } from "../../effects/stack";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { ParameterField } from "../../ui/ParameterField";
import styles from "./EffectsPanel.module.css";

export function EffectsPanel() {
  const { stage } = useWorkspace();
  const stack = useStage((state) => state.effects);
  return (
    <div className={styles.panel}>
      {effects.map(({ name, title }) => (
        <button
          type="button"
          key={name}
          onClick={() => stage.setState({ effects: [layerOf(crypto.randomUUID(), name)] })}
        >
          {title}
        </button>
      ))}
      {stack.map((layer) =>
        parametersOf(effectNamed(layer.effect.name)).map((parameter) => (
          <ParameterField
            key={`${layer.id} ${parameter.name}`}
            parameter={parameter}
            value={layer.effect.values[parameter.name] ?? parameter.default}
            onChange={(value) =>
              stage.setState({
                effects: stack.map((one) =>
                  one === layer
                    ? {
                        ...one,
                        effect: { ...one.effect, values: { ...one.effect.values, [parameter.name]: value } },
                      }
                    : one,
                ),
              })
            }
          />
        )),
      )}
    </div>
  );
}
