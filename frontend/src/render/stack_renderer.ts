/** Knows how a whole stack is drawn: segment after segment, each on the picture of those before. Owns what that takes. */
import type { EffectStack } from "../domain/effect";
import { isSoft, parametersOf, settingIn } from "../effects/soft_edges";
import { ArtTextures } from "./art_textures";
import type { Layers } from "./layers";
import { MaskTextures } from "./mask_textures";
import type { Scene } from "./scene";
import { Segment } from "./segment";
import { keyOf, nameIn, type ShaderSegment } from "./shader";
import { type PlannedLayer, planOf, type StackPlan } from "./stack_plan";
import type { Extent, Inputs, Sampler, Setting } from "./stage_program";
import { disposeTarget, type Target, targetOf } from "./targets";

/** Compiled segments that are kept: switching to and fro does not compile again. */
const MOST_KEPT = 16;

export class StackRenderer {
  readonly #gl: WebGL2RenderingContext;
  readonly #size: Extent;
  readonly #masks: MaskTextures;
  readonly #art: ArtTextures;
  readonly #segments = new Map<string, Segment>();
  /** Two pictures in turn: one is read while the other is drawn. */
  readonly #stages: Target[] = [];
  #planned: { readonly stack: EffectStack; readonly plan: StackPlan } | null = null;

  constructor(gl: WebGL2RenderingContext, size: Extent) {
    this.#gl = gl;
    this.#size = size;
    this.#masks = new MaskTextures(gl, size);
    this.#art = new ArtTextures(gl);
  }

  /** Throws RangeError for unknown effects and GraphicsError. `target` null: the canvas, which counts rows from below. */
  draw(layers: Layers, scene: Scene, target: Target | null, drawn: Extent): void {
    const plan = this.#plan(scene.stack);
    const shared: Sampler[] = [...layers.samplers(), ...this.#masks.samplers(plan, scene, layers.ids)];
    plan.segments.forEach((planned, index) => {
      const isLast = index === plan.segments.length - 1;
      const below = index === 0 ? null : this.#stage(index - 1);
      const own = below === null ? [] : [["stage", below.texture] as const];
      const inputs = this.#inputs(layers, scene, planned, [...shared, ...own]);
      const into = isLast ? target : this.#stage(index);
      const segment = this.#segment(shaderOf(layers, planned, below !== null));
      segment.draw(inputs, into, isLast ? drawn : this.#size, into === null);
    });
  }

  dispose(): void {
    for (const segment of this.#segments.values()) segment.dispose();
    for (const stage of this.#stages) disposeTarget(this.#gl, stage);
    this.#masks.dispose();
    this.#art.dispose();
  }

  #plan(stack: EffectStack): StackPlan {
    if (this.#planned?.stack !== stack) this.#planned = { stack, plan: planOf(stack) };
    return this.#planned.plan;
  }

  #inputs(
    layers: Layers,
    scene: Scene,
    planned: readonly PlannedLayer[],
    samplers: readonly Sampler[],
  ): Inputs {
    return {
      size: this.#size,
      frame: scene.frame,
      objectCount: scene.objects.length,
      conversion: layers.video.conversion,
      samplers: [...samplers, ...planned.flatMap((layer, index) => this.#artOf(scene, layer, index))],
      settings: planned.flatMap(settingsOf),
      rows: planned.map(({ row }, index) => [nameIn(index, "chosenRow"), row] as const),
    };
  }

  #artOf(scene: Scene, { layer, effect, row }: PlannedLayer, index: number): Sampler[] {
    const { values } = layer.effect;
    const of = (name: string): number =>
      Number(values[name] ?? effect.parameters.find((parameter) => parameter.name === name)?.default);
    const images = effect.parameters
      .filter(({ kind }) => kind === "image")
      .map((parameter): Sampler => {
        const url = String(settingIn(values, parameter));
        return [nameIn(index, parameter.name), this.#art.image(url, scene.images)];
      });
    const sheet = effect.sheet?.(
      values,
      scene.objects.map(({ name }) => name),
    );
    if (sheet !== undefined)
      images.push([nameIn(index, "sheet"), this.#art.sheet(`${effect.name} ${sheet.key}`, sheet.draw)]);
    if (effect.seesTrail) {
      const words = scene.ghosts(of("ghosts"), of("spacing"));
      images.push([nameIn(index, "trail"), this.#masks.trail(row, words)]);
    }
    return images;
  }

  #segment(shader: ShaderSegment): Segment {
    const key = keyOf(shader);
    const segment = this.#segments.get(key) ?? new Segment(this.#gl, shader, this.#size);
    this.#segments.delete(key);
    this.#segments.set(key, segment);
    const [oldest] = this.#segments;
    if (this.#segments.size > MOST_KEPT && oldest !== undefined) {
      oldest[1].dispose();
      this.#segments.delete(oldest[0]);
    }
    return segment;
  }

  #stage(index: number): Target {
    const stage = this.#stages[index % 2] ?? targetOf(this.#gl, this.#size, "bytes");
    this.#stages[index % 2] = stage;
    return stage;
  }
}

const settingsOf = ({ effect, layer }: PlannedLayer, index: number): Setting[] =>
  parametersOf(effect).map((parameter) => ({
    uniform: nameIn(index, parameter.name),
    parameter,
    value: settingIn(layer.effect.values, parameter),
  }));

const shaderOf = ({ video }: Layers, planned: readonly PlannedLayer[], staged: boolean): ShaderSegment => ({
  kind: video.kind,
  staged,
  layers: planned.map(({ effect, layer, field }) => ({
    effect,
    some: effect.on === "objects" && layer.objectIds !== null,
    soft: isSoft(effect, layer.effect.values),
    field,
  })),
});
