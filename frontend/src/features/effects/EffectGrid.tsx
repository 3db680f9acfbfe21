/** All effects to add, those on objects before those on the background. */
import {
  Blend,
  Brush,
  CircleDashed,
  CircleDot,
  Contrast,
  Droplets,
  Eraser,
  Film,
  Flashlight,
  Footprints,
  Grid2x2,
  Grid3x3,
  ImageIcon,
  Lightbulb,
  type LucideIcon,
  Moon,
  Palette,
  PenTool,
  Scissors,
  Smile,
  SquareDashed,
  Sun,
  Tag,
  Type,
} from "lucide-react";
import type { EffectTarget } from "../../domain/effect";
import { effects } from "../../effects/registry";
import { Hinted } from "../../ui/Hinted";
import { say } from "../../words/words";
import styles from "./EffectsPanel.module.css";
import { aboutOf, titleOf } from "./words";

const icons: Readonly<Record<string, LucideIcon>> = {
  original: Film,
  overlay: Brush,
  contour: CircleDashed,
  cut_out: Scissors,
  erase: Eraser,
  gradient: Blend,
  pixelate: Grid3x3,
  blur: Droplets,
  spotlight: Flashlight,
  glow: Lightbulb,
  sticker: Smile,
  burst: Sun,
  label: Tag,
  trail: Footprints,
  original_background: Film,
  erase_background: ImageIcon,
  gradient_background: Palette,
  pixelate_background: Grid2x2,
  desaturate_background: Contrast,
  blur_background: CircleDot,
  outline_background: PenTool,
  darken_background: Moon,
  text_background: Type,
};

export const EffectIcon = ({ name, size = 18 }: { readonly name: string; readonly size?: number }) => {
  const Icon = icons[name] ?? SquareDashed;
  return <Icon size={size} aria-hidden="true" />;
};

export function EffectGrid({ onAdd }: { onAdd(name: string): void }) {
  const group = (on: EffectTarget, title: string) => (
    <section className={styles.group} aria-label={title}>
      <h4 className={styles.faint}>{title}</h4>
      <div className={styles.grid}>
        {effects
          .filter((effect) => effect.on === on)
          .map(({ name }) => (
            <Hinted key={name} text={aboutOf(name)}>
              <button type="button" className={styles.tile} onClick={() => onAdd(name)}>
                <EffectIcon name={name} />
                <span>{titleOf(name)}</span>
              </button>
            </Hinted>
          ))}
      </div>
    </section>
  );
  return (
    <div className={styles.groups}>
      {group("objects", say("effects:onObjects"))}
      {group("background", say("effects:onBackground"))}
    </div>
  );
}
