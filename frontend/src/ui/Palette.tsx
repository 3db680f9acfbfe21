/** A colour from a few that are given: a swatch that opens them all. What opens is made when it is asked for first: lists have many. */
import { Check } from "lucide-react";
import { Popover, RadioGroup } from "radix-ui";
import { useState } from "react";
import { say } from "../words/words";
import { Hinted } from "./Hinted";
import { inkOn } from "./ink";
import styles from "./Palette.module.css";

interface PaletteProps {
  readonly label: string;
  /** #rrggbb */
  readonly value: string;
  readonly colours: readonly string[];
  readonly faded?: boolean;
  /** It can be seen alone. */
  readonly fixed?: boolean;
  onChange(colour: string): void;
}

export function Palette(props: PaletteProps) {
  const [isMade, make] = useState(false);
  const { label, fixed = false } = props;
  if (isMade && !fixed) return <OpenedPalette {...props} />;
  return (
    <Hinted text={label}>
      <button
        type="button"
        className={styles.trigger}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={false}
        disabled={fixed}
        onClick={() => make(true)}
      >
        <Swatch {...props} />
      </button>
    </Hinted>
  );
}

const Swatch = ({ value, faded = false }: PaletteProps) => (
  <span className={styles.swatch} style={{ background: value, opacity: faded ? 0.35 : 1 }} />
);

/** Open at first. */
function OpenedPalette(props: PaletteProps) {
  const { label, value, colours, onChange } = props;
  const [open, setOpen] = useState(true);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Hinted text={label}>
        <Popover.Trigger className={styles.trigger} aria-label={label}>
          <Swatch {...props} />
        </Popover.Trigger>
      </Hinted>
      <Popover.Portal>
        <Popover.Content className={styles.panel} aria-label={label} align="start" collisionPadding={8}>
          <RadioGroup.Root
            className={styles.colours}
            aria-label={label}
            value={value}
            onValueChange={onChange}
          >
            {colours.map((colour) => (
              <RadioGroup.Item
                key={colour}
                value={colour}
                className={styles.colour}
                style={{ background: colour, color: inkOn(colour) }}
                aria-label={say("ui:colour", { colour })}
                onClick={() => setOpen(false)}
              >
                <RadioGroup.Indicator className={styles.chosen}>
                  <Check size={16} strokeWidth={3} />
                </RadioGroup.Indicator>
              </RadioGroup.Item>
            ))}
          </RadioGroup.Root>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
