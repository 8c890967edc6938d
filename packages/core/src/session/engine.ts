import type { Baseline } from "../baseline/index.ts";
import type { Envelope } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import type { Network, NetworkOf } from "../network/network.ts";
import { AdminWatch, type SavedAdmins } from "./admin-watch.ts";
import { begin } from "./begin.ts";
import { judgeDeed } from "./behaviour.ts";
import { campaignsOf } from "./campaign.ts";
import { ChangeWatch, type SavedChanges } from "./change-watch.ts";
import { findingOf } from "./conclude.ts";
import { Context, isFrom } from "./context.ts";
import type { Explained } from "./explained.ts";
import { footingOf, type From } from "./footing.ts";
import { Memory } from "./memory.ts";
import { isRefusedByConsole, narrate } from "./narrate.ts";
import { hear, isAboutElsewhere } from "./okta-word.ts";
import { place, reconsider } from "./place.ts";
import { hasFactor, proofOf } from "./proof.ts";
import { contextsOf, type Person, Session } from "./session.ts";
import { isJoining, isReset, noteJoining, notePush, noteReset } from "./sign-in/index.ts";
import { restoreMemory, type SavedMemory, saveMemory } from "./snapshot/index.ts";
import { sessionOfToken } from "./token.ts";
import { verbOf } from "./verbs.ts";
import { weigh } from "./weigh.ts";
import { WEIGHT } from "./weights.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const MAX_SESSIONS = 1_500_000;

export interface SessionSettings {
  readonly networkOf: NetworkOf;
  /** What was learnt before; a fresh one when absent. It goes on learning. */
  readonly baseline?: Baseline;
  /** Session ids kept alive at once, at most. */
  readonly maxSessions?: number;
}

/** A snapshot brings its own baseline. */
export type RestoreSettings = Omit<SessionSettings, "baseline">;

/** All that an engine remembers between two events. */
export interface SessionSnapshot {
  readonly schema: "nightlatch.sessions/1";
  /** Sessions seen so far. */
  readonly sessions: number;
  readonly memory: SavedMemory;
  readonly admins: SavedAdmins;
  readonly changes: SavedChanges;
}

/**
 * The heart: events in order of (time, uid) go in, doubtful sessions come out.
 *
 * Each session's contexts are compared with what opened it; what the comparison says, for and against, adds up with
 * what the foreign context then does. State is bounded, and the same events in the same order give the same findings.
 */
export class SessionEngine {
  readonly #networkOf: NetworkOf;
  #memory: Memory;
  readonly #admins: AdminWatch = new AdminWatch();
  readonly #changes: ChangeWatch = new ChangeWatch();
  /** Sessions seen. */
  sessions = 0;

  constructor({ networkOf, baseline, maxSessions = MAX_SESSIONS }: SessionSettings) {
    this.#networkOf = networkOf;
    this.#memory = new Memory(baseline, maxSessions);
  }

  /** Goes on from a snapshot, as if it had never stopped. Throws a RangeError when the snapshot contradicts itself. */
  static restore(saved: SessionSnapshot, { networkOf, maxSessions = MAX_SESSIONS }: RestoreSettings): SessionEngine {
    const engine = new SessionEngine({ networkOf });
    engine.#memory = restoreMemory(saved.memory, maxSessions);
    engine.#admins.restore(saved.admins);
    engine.#changes.restore(saved.changes);
    engine.sessions = saved.sessions;
    return engine;
  }

  /** Everything it remembers, baseline included, as plain JSON data; it shares nothing with the engine. */
  snapshot(): SessionSnapshot {
    const memory = saveMemory(this.#memory);
    return {
      schema: "nightlatch.sessions/1",
      sessions: this.sessions,
      memory,
      admins: this.#admins.save(),
      changes: this.#changes.save(),
    };
  }

  get baseline(): Baseline {
    return this.#memory.baseline;
  }

  /** Changes of context that have an ordinary explanation. */
  get explained(): Explained {
    return this.#memory.explained;
  }

  /** People seen. */
  get users(): number {
    return this.#memory.users;
  }

  /** Session ids that had to be forgotten for want of room. */
  get evicted(): number {
    return this.#memory.registry.evicted;
  }

  /** Doubtful sessions that had to be forgotten for want of room: their findings are gone from `findings`. */
  get forgotten(): number {
    return this.#memory.forgotten;
  }

  /** Takes one event. */
  observe(event: Envelope): void {
    const memory = this.#memory;
    memory.baseline.tenant(event.tenant).began(event.time);
    if (isReset(event.type) || isJoining(event.type)) this.#noteTarget(event);
    if (event.token !== "") {
      this.#observeToken(event);
      return;
    }
    if (isAboutElsewhere(event)) hear(memory, event);
    if (event.actorId === "" || (event.actorType !== "User" && event.actorType !== "")) {
      // Okta's staff act as whatever Okta calls them.
      if (event.type.startsWith("support.org.")) this.#watch(event, undefined, memory.actor(event));
      return;
    }
    const network = this.#networkOf(event);
    const person = memory.actor(event);
    this.#noteFailure(event, person, network);
    const key = event.root === "" ? event.session : event.root;
    if (key === "") {
      this.#observeLoose(event, person, network);
      this.#watch(event, undefined, person);
      return;
    }
    const from = { network, agent: memory.agent(event.ua) };
    const session = this.#session(key, event, person, from);
    if (event.root !== "" && event.session !== "" && event.session !== event.root)
      memory.alias(event.session, session, event.time);
    this.#follow(session, event, from);
    this.#watch(event, session, person);
  }

  #watch(event: Envelope, session: Session | undefined, { history }: Person): void {
    this.#admins.observe(event, session, history);
    this.#changes.observe(event, session, history);
  }

  /** Everything worth a person's time, by now. Call it at the end, or at any moment. */
  findings(): readonly Finding[] {
    const { suspects } = this.#memory;
    const campaigns = campaignsOf(suspects, this.#memory.baseline);
    const claims = [...suspects].flatMap((session) => findingOf(session, campaigns.get(session)) ?? []);
    return [...claims, ...this.#admins.findings(), ...this.#changes.findings()];
  }

  #follow(session: Session, event: Envelope, from: From): void {
    const { current, person } = session;
    const same = current.network.ip === from.network.ip && current.agent === from.agent;
    const context = same ? current : place(this.#memory, session, event, from);
    context.see(event, person);
    remember(person, event);
    if (hasFactor(event)) session.note("factor");
    if (isRefusedByConsole(event)) session.know({ refused: { time: event.time, context: context.index } });
    if (context.arrival !== undefined) reconsider(this.#memory, session, context, event);
    begin(this.#memory, session, event, { context, ...from });
    if (context.standing !== "foreign" && session.judged) {
      if (event.type === "user.session.access_admin_app" && event.outcome === "SUCCESS") session.note("console");
      this.#memory.teacher.lived(person, context, event);
      person.lastSettled = context.footing;
      person.lastSeen = event.time;
    }
    if (session.suspicion !== undefined) weigh(session, session.suspicion, event, { context, agent: from.agent });
    if (context !== current) session.current = context;
    if (event.type === "user.session.end") session.know({ ended: event.time });
    if (event.type === "system.api_token.create") this.#mint(session, event);
  }

  #session(key: string, event: Envelope, person: Person, from: From): Session {
    const { registry } = this.#memory;
    const known = registry.get(key) ?? (event.session === "" ? undefined : registry.get(event.session));
    if (known !== undefined) return known;
    const { signIn } = person;
    // Ids change after a person signed in (transient, then lasting): the same address and browser, the same day.
    const continues =
      signIn !== undefined &&
      event.type !== "user.session.start" &&
      event.time - signIn.time <= DAY &&
      isFrom(signIn.footing, event, from.network, from.agent);
    if (continues) {
      this.#memory.alias(key, signIn.session, event.time);
      return signIn.session;
    }
    const session = new Session(key, person, new Context(0, footingOf(person, event, from), event));
    this.sessions++;
    registry.set(key, session, event.time);
    return session;
  }

  /** An event without a session, such as a refusal: it belongs to the doubtful context it comes from. */
  #observeLoose(event: Envelope, person: Person, network: Network): void {
    remember(person, event);
    for (const session of person.suspects) {
      const context = contextsOf(session).find((one) => one.standing === "foreign" && one.network.ip === network.ip);
      if (context === undefined || session.suspicion === undefined || event.time - context.last > DAY) continue;
      weigh(session, session.suspicion, event, { context, agent: context.agent });
      return;
    }
  }

  /**
   * A call by API token belongs to the session that minted the token, when that was seen and was doubtful; else the
   * token is a session of its own.
   */
  #observeToken(event: Envelope): void {
    const session = this.#memory.minted.get(event.token);
    const suspicion = session?.suspicion;
    if (session === undefined || suspicion === undefined) {
      if (event.actorId === "") return;
      const from = { network: this.#networkOf(event), agent: this.#memory.agent(event.ua) };
      this.#follow(sessionOfToken(this.#memory, event, from), event, from);
      return;
    }
    suspicion.foreign(event);
    suspicion.step({
      time: event.time,
      uid: event.uid,
      context: -1,
      type: event.type,
      outcome: event.outcome,
      what: `with the new API token: ${narrate(event)}`,
      impact: verbOf(event.type)?.impact ?? "",
    });
    const why = `The API token made there was used: ${narrate(event)}`;
    suspicion.observe({ kind: "token.used", weight: WEIGHT["token.used"], why, uid: event.uid, time: event.time });
    judgeDeed(session, suspicion, event);
  }

  #mint(session: Session, event: Envelope): void {
    if (session.suspicion === undefined || session.current.standing !== "foreign") return;
    for (const target of event.targets) {
      if (target.type !== "Token" && !target.id.startsWith("00T")) continue;
      this.#memory.minted.set(target.id, session);
      session.suspicion.tokens.add(target.id);
    }
  }

  #noteFailure(event: Envelope, person: Person, network: Network): void {
    if (event.outcome === "SUCCESS" || event.outcome === "ALLOW") {
      if (event.type.startsWith("user.mfa.okta_verify.deny_push")) notePush(person, event);
      return;
    }
    notePush(person, event);
    this.#memory.sprays(event.tenant).failed(event, network);
  }

  #noteTarget(event: Envelope): void {
    for (const target of event.targets) {
      if (target.type !== "User" || target.id === event.actorId || target.id === "") continue;
      const person = this.#memory.person(event.tenant, target.id, target);
      if (isJoining(event.type)) noteJoining(person, event);
      else noteReset(person, event);
    }
  }
}

/** Keeps the last proof of identity; the password that a sign-in reports does not hide the factor given with it. */
function remember(person: Person, event: Envelope): void {
  const proof = proofOf(event);
  if (proof === undefined) return;
  const { proof: before } = person;
  const weaker = proof.strength === "password" && before !== undefined && before.strength !== "password";
  if (weaker && proof.time - before.time <= 10 * MINUTE && before.ip === proof.ip) return;
  person.proof = proof;
}
