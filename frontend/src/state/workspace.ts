/** One open session: its two stores, its feed, and what a person can do. Owns nothing on the screen; the player is lent. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import type { SessionSnapshot } from "../api/sessions";
import { type FrameIndex, frameIndex, type ObjectId } from "../domain/clip";
import type { EffectStack } from "../domain/effect";
import type { Rle } from "../domain/mask";
import type { Job, SessionEvent } from "../domain/session";
import { say } from "../words/words";
import type { ObjectStyle, Player } from "../worker/protocol";
import { Candidates } from "./candidates";
import { Commands } from "./commands";
import { Drafts } from "./drafts";
import { Following } from "./following";
import { HistoryCommands } from "./history";
import { Marks } from "./marks";
import { both, Measuring } from "./measuring";
import type { NoticeBoard } from "./notices";
import { ObjectCommands } from "./objects";
import { Painting } from "./painting";
import { PictureZoom } from "./pictureZoom";
import { Preview } from "./preview";
import { Prompting, type PromptingPlayer } from "./prompting";
import { Range } from "./range";
import { Review } from "./review";
import { mayEdit } from "./rights";
import { SessionEffects } from "./sessionEffects";
import { SessionFeed } from "./sessionFeed";
import { emptyState, type SessionState } from "./sessionState";
import { Shuttle } from "./shuttle";
import { createStageStore, type StageState, type StageStore } from "./stageStore";
import { TimeView } from "./timeView";
import { Tools } from "./tools";
import { TrackingPlan } from "./trackingPlan";
import { type TrackChoice, trackAll } from "./trackScope";

export const stylesOf = (state: SessionState, stage: StageState): readonly ObjectStyle[] =>
  (state.session?.objects ?? []).map(({ objectId, colour, name }) => ({
    objectId,
    colour,
    name,
    visible: stage.solo.size > 0 ? stage.solo.has(objectId) : !stage.hidden.has(objectId),
  }));

export class Workspace {
  readonly server: StoreApi<SessionState> = createStore<SessionState>(() => emptyState);
  readonly stage: StageStore;
  readonly prompting: Prompting;
  readonly commands: Commands;
  readonly shuttle: Shuttle;
  readonly range: Range;
  readonly marks: Marks;
  readonly tools: Tools;
  readonly picture: PictureZoom;
  readonly painting: Painting;
  readonly candidates: Candidates;
  readonly preview: Preview;
  readonly #drafts: Drafts;
  readonly objects: ObjectCommands;
  readonly history: HistoryCommands;
  readonly effects: SessionEffects;
  readonly timeView: TimeView;
  readonly review: Review;
  readonly measuring = new Measuring();
  readonly #plan: TrackingPlan;
  readonly #feed: SessionFeed;
  #player: Player | null = null;

  constructor(
    api: Api,
    sessionId: string,
    effects: EffectStack,
    notices: NoticeBoard,
    onJobEnd: (job: Job) => void = () => undefined,
    trackChoice: TrackChoice = trackAll,
    storage: Storage | null = null,
  ) {
    this.stage = createStageStore(effects);
    this.prompting = new Prompting(api, this.server, this.stage, notices, () => this.#measured);
    const around = { api, server: this.server, stage: this.stage, notices };
    const following = new Following({
      frame: () => this.stage.getState().frame,
      isBusy: () => this.stage.getState().playing || this.stage.getState().pending.size > 0,
      show: (frame) => void this.#show(frame),
      now: () => performance.now(),
    });
    this.commands = new Commands({ ...around, trackChoice, onTracking: (jobId) => following.begin(jobId) });
    this.objects = new ObjectCommands({ ...around, nextObject: () => this.prompting.nextObject() });
    this.effects = new SessionEffects({ ...around, storage });
    this.history = new HistoryCommands(around, () => this.effects.sent());
    this.range = new Range(this.server, this.stage);
    this.timeView = new TimeView(this.server, this.stage);
    this.review = new Review({ ...around, measuring: this.measuring, seek: (frame) => this.seek(frame) });
    this.#plan = new TrackingPlan({ ...around, next: () => this.commands.nextTracking() });
    this.shuttle = new Shuttle({
      frame: () => this.stage.getState().frame,
      frameCount: () => this.#frameCount(),
      framesPerSec: () => this.#framesPerSec(),
      show: (frame) => this.#show(frame),
      play: () => this.#player?.play(),
      pause: () => this.#player?.pause(),
      isPlaying: () => this.stage.getState().playing,
    });
    this.marks = new Marks({ api, server: this.server, notices }, this.stage, this.range);
    this.tools = new Tools(this.stage, () => mayEdit(this.server));
    this.server.subscribe(({ session }, before) => {
      if (session?.right === "READ" && before.session?.right !== "READ") this.tools.take("select");
    });
    this.picture = new PictureZoom(this.server, this.stage);
    this.#drafts = new Drafts(() => this.#player);
    this.painting = new Painting(this.server, this.prompting, this.#drafts, () => this.#player);
    const asking = [api, this.server, this.stage, notices, this.#drafts] as const;
    this.candidates = new Candidates(...asking, this.painting);
    this.preview = new Preview(...asking);
    this.#feed = new SessionFeed(api, this.server, sessionId, {
      onEvents: (events) => {
        following.hear(events);
        endedJobs(events).forEach(onJobEnd);
      },
      onProblem: (problem) => notices.say("bad", say("state:masksNotFetched"), problem),
    });
  }

  /** Reads the session; its first object is chosen, so that a click corrects instead of adding one. */
  async load(asked?: Promise<SessionSnapshot>): Promise<void> {
    await this.#feed.load(asked);
    const first = this.server.getState().session?.objects[0];
    if (first !== undefined) this.stage.setState({ selected: first.objectId });
  }

  /** The person leaves. */
  leave(): void {
    this.effects.leave();
    this.commands.close();
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

  /**
   * Lends the player to the session: masks, styles, effects and sound follow the stores until the returned function is
   * called. Masks and events are asked for when `firstPicture` is there, if given: it does not share the machine with them.
   */
  attach(player: Player, firstPicture?: Promise<void>): () => void {
    this.#player = player;
    const styles = () => player.setObjects(stylesOf(this.server.getState(), this.stage.getState()));
    const { session } = this.server.getState();
    if (session !== null) this.measuring.begin(session.video.frameCount);
    const { effects, volume } = this.stage.getState();
    styles();
    this.#drafts.attach(player);
    player.setEffects(effects);
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
        if (now.effects !== before.effects) player.setEffects(now.effects);
        if (now.volume !== before.volume) player.setVolume(now.volume);
      }),
    ];
    const follow = () => {
      if (this.#player !== player) return;
      ends.push(this.#feed.follow(both(player, this.measuring)), this.review.follow(), this.#plan.follow());
    };
    if (firstPicture === undefined) follow();
    else void firstPicture.then(follow);
    return () => {
      this.shuttle.stop();
      this.#player = null;
      for (const end of ends) end();
    };
  }

  /** The mask that an object has on a frame, as far as it is here; null for none. */
  async maskOf(frame: FrameIndex, object: ObjectId): Promise<Rle | null> {
    return (await this.#player?.maskOf(frame, object)) ?? null;
  }

  /** After a problem: everything about the picture is fetched anew. */
  reopenPlayer(): void {
    this.stage.setState(({ playerAttempt }) => ({ playerProblem: null, playerAttempt: playerAttempt + 1 }));
  }

  /** Goes to a frame, kept inside the clip. Playing stops. */
  seek(frame: number): void {
    this.pause();
    void this.#show(frame);
  }

  step(frames: number): void {
    this.seek(this.stage.getState().frame + frames);
  }

  togglePlay(): void {
    const { playing } = this.stage.getState();
    if (this.shuttle.speed !== 0 || playing) this.pause();
    else this.#player?.play();
  }

  pause(): void {
    this.shuttle.stop();
    if (this.stage.getState().playing) this.#player?.pause();
  }

  async #show(frame: number): Promise<void> {
    const target = frameIndex(Math.max(0, Math.min(this.#frameCount() - 1, Math.round(frame))));
    const shown = this.#player?.seek(target);
    // After the player was asked, which begins while the page changes.
    this.stage.setState({ frame: target });
    await shown;
  }

  #frameCount(): number {
    return this.server.getState().session?.video.frameCount ?? 1;
  }

  #framesPerSec(): number {
    const rate = this.server.getState().session?.video.frameRate;
    return rate === undefined ? 25 : rate.numerator / rate.denominator;
  }
}

const endedJobs = (events: readonly SessionEvent[]): Job[] =>
  events.flatMap((event) => (event.kind === "job" && event.job.finishedAt !== null ? [event.job] : []));
