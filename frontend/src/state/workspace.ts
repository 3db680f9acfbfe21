/** One open session: its two stores, its feed, and what a person can do. Owns nothing on the screen; the player is lent. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { frameIndex } from "../domain/clip";
import type { EffectSetting } from "../domain/effect";
import type { Job, SessionEvent } from "../domain/session";
import type { ObjectStyle, Player } from "../worker/protocol";
import { Commands } from "./commands";
import { HistoryCommands } from "./history";
import { both, Measuring } from "./measuring";
import type { NoticeBoard } from "./notices";
import { ObjectCommands } from "./objects";
import { createPreferences, type Preferences } from "./preferences";
import { Prompting, type PromptingPlayer } from "./prompting";
import { Range } from "./range";
import { Review } from "./review";
import { SessionFeed } from "./sessionFeed";
import { emptyState, type SessionState } from "./sessionState";
import { createStageStore, type StageState, type StageStore } from "./stageStore";
import { TimeView } from "./timeView";
import { TrackingPlan } from "./trackingPlan";

export const stylesOf = (state: SessionState, stage: StageState): readonly ObjectStyle[] =>
  (state.session?.objects ?? []).map(({ objectId, colour }) => ({
    objectId,
    colour,
    visible: stage.solo.size > 0 ? stage.solo.has(objectId) : !stage.hidden.has(objectId),
  }));

export class Workspace {
  readonly server: StoreApi<SessionState> = createStore<SessionState>(() => emptyState);
  readonly stage: StageStore;
  readonly prompting: Prompting;
  readonly commands: Commands;
  readonly objects: ObjectCommands;
  readonly history: HistoryCommands;
  readonly range: Range;
  readonly timeView: TimeView;
  readonly review: Review;
  readonly measuring = new Measuring();
  readonly #plan: TrackingPlan;
  readonly #feed: SessionFeed;
  #player: Player | null = null;

  constructor(
    api: Api,
    sessionId: string,
    effect: EffectSetting,
    notices: NoticeBoard,
    onJobEnd: (job: Job) => void = () => undefined,
    readonly preferences: StoreApi<Preferences> = createPreferences(null),
  ) {
    this.stage = createStageStore(effect);
    this.prompting = new Prompting(api, this.server, this.stage, notices, () => this.#measured);
    const around = { api, server: this.server, stage: this.stage, notices };
    this.commands = new Commands({ ...around, preferences });
    this.objects = new ObjectCommands({ ...around, nextObject: () => this.prompting.nextObject() });
    this.history = new HistoryCommands(around);
    this.range = new Range(this.server, this.stage);
    this.timeView = new TimeView(this.server, this.stage);
    this.review = new Review({ ...around, measuring: this.measuring, seek: (frame) => this.seek(frame) });
    this.#plan = new TrackingPlan({ ...around, next: () => this.commands.nextTracking() });
    this.#feed = new SessionFeed(api, this.server, sessionId, {
      onEvents: (events) => endedJobs(events).forEach(onJobEnd),
      onProblem: (problem) => notices.say("bad", "Some masks could not be fetched", problem),
    });
  }

  /** Reads the session; its first object is chosen, so that a click corrects instead of adding one. */
  async load(): Promise<void> {
    await this.#feed.load();
    const first = this.server.getState().session?.objects[0];
    if (first !== undefined) this.stage.setState({ selected: first.objectId });
  }

  /** Tracks the In-Out range; from end to end where it is not set. */
  trackRange(): Promise<void> {
    const range = this.range.frames();
    return range === null ? this.commands.track("BOTH") : this.commands.trackRange(range);
  }

  trackOneFrame(direction: "FORWARD" | "BACKWARD" = "FORWARD"): Promise<void> {
    return this.commands.trackOneFrame(direction, (frame) => this.seek(frame));
  }

  /** The player, whose masks are measured on their way. */
  get #measured(): PromptingPlayer | null {
    const player = this.#player;
    if (player === null) return null;
    return { ...both(player, this.measuring), objectAt: (x, y) => player.objectAt(x, y) };
  }

  /** Lends the player to the session: masks, styles, effect and sound follow the stores until the returned function is called. */
  attach(player: Player): () => void {
    this.#player = player;
    const styles = () => player.setObjects(stylesOf(this.server.getState(), this.stage.getState()));
    const { session } = this.server.getState();
    if (session !== null) this.measuring.begin(session.video.frameCount);
    const { effect, volume } = this.stage.getState();
    styles();
    player.setEffect(effect);
    player.setVolume(volume);
    const ends = [
      this.server.subscribe((now, before) => {
        if (now.session?.objects !== before.session?.objects) styles();
        // What the player missed while the server was away can be had again.
        const isBack = before.connection === "reconnecting" && now.connection === "live";
        if (isBack && this.stage.getState().playerProblem !== null) this.reopenPlayer();
      }),
      this.stage.subscribe((now, before) => {
        if (now.hidden !== before.hidden || now.solo !== before.solo) styles();
        if (now.effect !== before.effect) player.setEffect(now.effect);
        if (now.volume !== before.volume) player.setVolume(now.volume);
      }),
      this.#feed.follow(both(player, this.measuring)),
      this.review.follow(),
      this.#plan.follow(),
    ];
    return () => {
      this.#player = null;
      for (const end of ends) end();
    };
  }

  /** After a problem: everything about the picture is fetched anew. */
  reopenPlayer(): void {
    this.stage.setState(({ playerAttempt }) => ({ playerProblem: null, playerAttempt: playerAttempt + 1 }));
  }

  /** Goes to a frame, kept inside the clip. Playing stops. */
  seek(frame: number): void {
    const count = this.server.getState().session?.video.frameCount ?? 1;
    const target = frameIndex(Math.max(0, Math.min(count - 1, Math.round(frame))));
    if (this.stage.getState().playing) this.#player?.pause();
    this.stage.setState({ frame: target });
    void this.#player?.seek(target);
  }

  step(frames: number): void {
    this.seek(this.stage.getState().frame + frames);
  }

  togglePlay(): void {
    if (this.stage.getState().playing) this.#player?.pause();
    else this.#player?.play();
  }

  pause(): void {
    if (this.stage.getState().playing) this.#player?.pause();
  }
}

const endedJobs = (events: readonly SessionEvent[]): Job[] =>
  events.flatMap((event) => (event.kind === "job" && event.job.finishedAt !== null ? [event.job] : []));
