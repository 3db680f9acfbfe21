/**
 * Knows what layers read about objects: who is chosen, where the edges are and how far, where objects lie, where they were.
 * Owns these textures; measures only what a stack asks for, once for each frame's labels.
 */
import type { ObjectId } from "../domain/clip";
import { DistanceField } from "../masks/distance";
import { EdgeMap } from "../masks/edges";
import { FACTS, factsOf } from "../masks/facts";
import { bytesInto, textureOf } from "./gl";
import type { DrawnObject, Scene } from "./scene";
import { choiceOf, type PlannedField, type StackPlan } from "./stack_plan";
import type { Extent, Sampler } from "./stage_program";

/** So many layers have a row in the table of chosen labels. */
export const MOST_LAYERS = 64;

interface Field {
  readonly texture: WebGLTexture;
  measured: readonly [labels: Uint8Array, choice: string, reach: number] | null;
}

/** A byte for each label: 1 where its object is meant. */
function chosenLabels(objects: readonly DrawnObject[], objectIds: readonly ObjectId[] | null): Uint8Array {
  const chosen = new Uint8Array(256);
  objects.slice(0, 255).forEach(({ objectId }, index) => {
    if (objectIds === null || objectIds.includes(objectId)) chosen[index + 1] = 1;
  });
  return chosen;
}

export class MaskTextures {
  readonly #gl: WebGL2RenderingContext;
  readonly #size: Extent;
  readonly #chosen: WebGLTexture;
  readonly #facts: WebGLTexture;
  readonly #edges: WebGLTexture;
  readonly #fields: Field[] = [];
  readonly #trails: WebGLTexture[] = [];
  #distances: DistanceField | null = null;
  #factsOf: Uint8Array | null = null;
  #edgeMap: EdgeMap | null = null;
  #edgesOf: readonly [labels: Uint8Array, reach: number] | null = null;
  #rows: { readonly plan: StackPlan; readonly objects: readonly DrawnObject[] } | null = null;

  constructor(gl: WebGL2RenderingContext, size: Extent) {
    this.#gl = gl;
    this.#size = size;
    this.#chosen = textureOf(gl, gl.NEAREST);
    this.#facts = textureOf(gl, gl.NEAREST);
    this.#edges = textureOf(gl, gl.NEAREST);
  }

  /** Everybody's, as the shaders call them, after bringing them up to date. */
  samplers(plan: StackPlan, scene: Scene, labels: Uint8Array): Sampler[] {
    this.#fillChosen(plan, scene.objects);
    if (plan.seesFacts) this.#fillFacts(labels);
    if (plan.edgeReach > 0) this.#fillEdges(labels, plan.edgeReach);
    const fields = plan.fields.map((field, index): Sampler => {
      return [`field${index}`, this.#field(index, field, scene.objects, labels)];
    });
    return [["chosen", this.#chosen], ["facts", this.#facts], ["edges", this.#edges], ...fields];
  }

  /** Where objects were, for the layer of this row. */
  trail(row: number, words: Uint16Array): WebGLTexture {
    const { TEXTURE_2D, R16UI, RED_INTEGER, UNSIGNED_SHORT, NEAREST } = this.#gl;
    const texture = this.#trails[row] ?? textureOf(this.#gl, NEAREST);
    this.#trails[row] = texture;
    const [width, height] = this.#size;
    this.#gl.bindTexture(TEXTURE_2D, texture);
    this.#gl.pixelStorei(this.#gl.UNPACK_ALIGNMENT, 1);
    this.#gl.texImage2D(TEXTURE_2D, 0, R16UI, height, width, 0, RED_INTEGER, UNSIGNED_SHORT, words);
    return texture;
  }

  dispose(): void {
    const textures = [
      this.#chosen,
      this.#facts,
      this.#edges,
      ...this.#trails,
      ...this.#fields.map(({ texture }) => texture),
    ];
    for (const texture of textures) this.#gl.deleteTexture(texture);
  }

  #fillChosen(plan: StackPlan, objects: readonly DrawnObject[]): void {
    if (this.#rows?.plan === plan && this.#rows.objects === objects) return;
    this.#rows = { plan, objects };
    const rows = new Uint8Array(256 * MOST_LAYERS);
    for (const { layer, effect, row } of plan.segments.flat())
      if (row < MOST_LAYERS) rows.set(chosenLabels(objects, choiceOf(effect, layer)), row * 256);
    const { TEXTURE_2D, R8UI, RED_INTEGER, UNSIGNED_BYTE } = this.#gl;
    this.#gl.bindTexture(TEXTURE_2D, this.#chosen);
    this.#gl.texImage2D(TEXTURE_2D, 0, R8UI, 256, MOST_LAYERS, 0, RED_INTEGER, UNSIGNED_BYTE, rows);
  }

  #fillFacts(labels: Uint8Array): void {
    if (labels === this.#factsOf) return;
    this.#factsOf = labels;
    const { TEXTURE_2D, RGBA32F, RGBA, FLOAT } = this.#gl;
    const texels = factsOf(labels, this.#size[1]);
    this.#gl.bindTexture(TEXTURE_2D, this.#facts);
    this.#gl.texImage2D(TEXTURE_2D, 0, RGBA32F, 256, FACTS / 4, 0, RGBA, FLOAT, texels);
  }

  #fillEdges(labels: Uint8Array, reach: number): void {
    if (this.#edgesOf?.[0] === labels && this.#edgesOf[1] === reach) return;
    this.#edgesOf = [labels, reach];
    const [width, height] = this.#size;
    this.#edgeMap ??= new EdgeMap(width, height);
    this.#edgeMap.measure(labels, reach);
    bytesInto(this.#gl, this.#edges, height, width, this.#edgeMap.distances);
  }

  #field(
    index: number,
    wanted: PlannedField,
    objects: readonly DrawnObject[],
    labels: Uint8Array,
  ): WebGLTexture {
    const field = this.#fields[index] ?? { texture: textureOf(this.#gl, this.#gl.NEAREST), measured: null };
    this.#fields[index] = field;
    const chosen = chosenLabels(objects, wanted.objectIds);
    const choice = chosen.join("");
    const [of, known, reach] = field.measured ?? [];
    if (of === labels && known === choice && reach === wanted.reach) return field.texture;
    field.measured = [labels, choice, wanted.reach];
    const [width, height] = this.#size;
    this.#distances ??= new DistanceField(width, height);
    this.#distances.measure(labels, chosen, wanted.reach);
    const { TEXTURE_2D, R32F, RED, FLOAT } = this.#gl;
    this.#gl.bindTexture(TEXTURE_2D, field.texture);
    this.#gl.texImage2D(TEXTURE_2D, 0, R32F, width, height, 0, RED, FLOAT, this.#distances.packed);
    return field.texture;
  }
}
