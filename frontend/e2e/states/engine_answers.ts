/** A server whose engines and checkpoints a test decides: the real one answers, and what it says of them is replaced. */
import type { Page, Route } from "@playwright/test";

export interface FakeCheckpoint {
  name: string;
  title: string;
  state: "MISSING" | "PARTIAL" | "DOWNLOADING" | "VERIFYING" | "READY" | "DAMAGED";
  haveBytes: number;
  totalBytes: number;
  problem: { code: string; message: string } | null;
}

export interface FakeEngine {
  name: string;
  title: string;
  description: string;
  available: boolean;
  reason: string;
  device: string;
  precision: string;
  estimatedMs: number | null;
  imageSizes: number[];
  defaultImageSize: number | null;
  needs: string;
  isDefault: boolean;
  checkpoint: FakeCheckpoint | null;
  /** What is true of it with its checkpoint; the client does not ask for these. */
  whenReady?: Pick<FakeEngine, "device" | "precision" | "estimatedMs">;
  known?: Pick<FakeCheckpoint, "totalBytes">;
}

interface Wire {
  readonly query: string;
  readonly variables: {
    readonly name?: string;
    readonly input?: { readonly path?: string; readonly engine?: string; readonly imageSize?: number };
  };
}

const MB = 1024 * 1024;

const ANYTHING = "A trained network that segments and tracks anything:";

/** Sizes as published, times as on a CPU. */
const networks = [
  ["tiny", "the smallest and quickest of its four sizes.", 148.7, 2100],
  ["small", "small, nearly as quick as the smallest.", 175.9, 2500],
  ["base_plus", "exact, slower.", 308.6, 4600],
  ["large", "the most exact and slowest of its four sizes.", 856.4, 11800],
] as const;

function network(
  version: string,
  [size, description, megabytes, estimatedMs]: (typeof networks)[number],
): FakeEngine {
  const name = `sam${version}_hiera_${size}`;
  const title = `SAM ${version} ${size.replace("_", " ")}`;
  const whenReady = { device: "CPU", precision: "bfloat16", estimatedMs };
  const known = { totalBytes: Math.round(megabytes * MB) };
  return {
    name,
    title,
    description: `${ANYTHING} ${description}`,
    available: false,
    reason: "Its checkpoint is missing: download it here, or run checkpoints/fetch.sh.",
    // What it would run on is asked for when its checkpoint is there.
    device: "",
    precision: "",
    estimatedMs: null,
    imageSizes: [1024, 768, 512],
    defaultImageSize: 1024,
    needs: `PyTorch and the checkpoint ${name}.pt (about ${Math.round(megabytes)} MB)`,
    isDefault: false,
    checkpoint: { name, title, state: "MISSING", haveBytes: 0, totalBytes: 0, problem: null },
    whenReady,
    known,
  };
}

const builtIn: FakeEngine = {
  name: "flow",
  title: "Built-in tracker",
  description: "Follows an object by its motion and its looks. Quick, runs on any computer.",
  available: true,
  reason: "",
  device: "CPU",
  precision: "",
  estimatedMs: null,
  imageSizes: [],
  defaultImageSize: null,
  needs: "nothing to download",
  isDefault: true,
  checkpoint: null,
};

/** The built-in engine and the eight published ones, none of which has its checkpoint. */
export const nineEngines = (): FakeEngine[] => [
  builtIn,
  ...["2.1", "2"].flatMap((version) => networks.map((one) => network(version, one))),
];

export class EngineAnswers {
  readonly engines: FakeEngine[];
  /** Names of the operations about checkpoints that came, in order. */
  readonly asked: string[] = [];
  /** Answers a download instead of beginning it. */
  refuses: { code: string; message: string } | null = null;

  /** What sessions were started with. */
  readonly started: { engine: string | null; imageSize: number | null }[] = [];

  private constructor(engines: FakeEngine[]) {
    this.engines = engines;
  }

  static async on(page: Page, engines = nineEngines()): Promise<EngineAnswers> {
    const answers = new EngineAnswers(engines);
    await page.route("**/graphql", (route) => answers.#answer(route));
    return answers;
  }

  checkpoint(name: string): FakeCheckpoint {
    const found = this.engines.find((engine) => engine.name === name)?.checkpoint;
    if (!found) throw new Error(`there is no checkpoint ${name}`);
    return found;
  }

  /** What the server says of a checkpoint from now on; one that is READY makes its engine available. */
  set(name: string, change: Partial<FakeCheckpoint>): void {
    const engine = this.engines.find((one) => one.name === name);
    const comes = change.state !== undefined && change.state !== "MISSING" && change.state !== "PARTIAL";
    Object.assign(this.checkpoint(name), comes && engine?.known, change);
    if (engine && change.state === "READY") {
      Object.assign(engine, { available: true, reason: "" }, engine.whenReady);
    }
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    // Uploads come in parts and are none of this.
    if (request.headers()["content-type"]?.startsWith("application/json") !== true) return route.fallback();
    const { query, variables } = request.postDataJSON() as Wire;
    const operation = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? "";
    if (operation === "Server")
      return this.#replace(route, ({ server }) => ({ ...server, engines: this.engines }));
    if (operation === "StartSession") return this.#start(route, { query, variables });
    if (operation === "Session") return this.#replace(route, ({ session }) => this.#named(session));
    return operation.includes("Checkpoint")
      ? this.#download(route, operation, variables.name ?? "")
      : route.fallback();
  }

  async #download(route: Route, operation: string, name: string): Promise<void> {
    this.asked.push(operation);
    const all = this.engines.flatMap(({ checkpoint }) => checkpoint ?? []);
    if (operation === "Checkpoints") return route.fulfill({ json: { data: { checkpoints: all } } });
    const begins = operation === "StartCheckpointDownload";
    if (begins && this.refuses !== null) {
      const { code, message } = this.refuses;
      return route.fulfill({ json: { data: null, errors: [{ message, extensions: { code } }] } });
    }
    this.set(name, { state: begins ? "DOWNLOADING" : "PARTIAL", problem: null });
    const field = operation.charAt(0).toLowerCase() + operation.slice(1);
    return route.fulfill({ json: { data: { [field]: this.checkpoint(name) } } });
  }

  /** The real server has none of these engines: it starts its own, and says it is the one asked for. */
  async #start(route: Route, { query, variables }: Wire): Promise<void> {
    const { path, engine = null, imageSize = null } = variables.input ?? {};
    this.started.push({ engine, imageSize });
    await route.continue({ postData: JSON.stringify({ query, variables: { input: { path } } }) });
  }

  #named(session: object | undefined): object | undefined {
    const { engine, imageSize } = this.started.at(-1) ?? { engine: null, imageSize: null };
    return engine === null ? session : { ...session, engine: imageSize ? `${engine}@${imageSize}` : engine };
  }

  /** The first field of an answer, changed. */
  async #replace(route: Route, change: (data: Record<string, object>) => object | undefined): Promise<void> {
    const response = await route.fetch();
    const { data } = (await response.json()) as { data: Record<string, object> };
    const [field = ""] = Object.keys(data);
    await route.fulfill({ response, json: { data: { ...data, [field]: change(data) } } });
  }
}
