import { readAgent, type Agent } from "../agent/index.ts";
import { Baseline } from "../baseline/index.ts";
import type { Envelope } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import type { Network, NetworkOf } from "../network/network.ts";
import { AdminWatch } from "./admin-watch.ts";
import { judgeDeed } from "./behaviour.ts";
import { linkCampaigns } from "./campaign.ts";
import { contextOf, isFrom, type Context } from "./context.ts";
import { compareContexts } from "./compare/index.ts";
import { Explained } from "./explained.ts";
import { findingOf } from "./conclude.ts";
import { narrate } from "./narrate.ts";
import { strongestAgainst, sum, type Observed } from "./observed.ts";
import { hasFactor, proofOf } from "./proof.ts";
import { isServerSide, providerCall } from "./provider.ts";
import { Registry } from "./registry.ts";
import { contextsOf, MAX_CONTEXTS, type Person, type Session } from "./session.ts";
import { isReset, judgeOpening, judgeTrouble, notePush, noteReset, SprayWatch } from "./sign-in/index.ts";
import { Suspicion } from "./suspicion.ts";
import { Teacher } from "./teach.ts";
import { verbOf } from "./verbs.ts";
import { FOREIGN, LEVEL, WEIGHT } from "./weights.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface SessionSettings {
  readonly networkOf: NetworkOf;
  /** What was learnt before; a fresh one when absent. It goes on learning. */
  readonly baseline?: Baseline;
  /** Sessions kept alive at once, at most. */
  readonly maxSessions?: number;
}

/**
 * The heart: events in order of event time go in, doubtful sessions come out.
 *
 * Each session's contexts are compared with what opened it; what the comparison says, for and against, adds up with
 * what the foreign context then does. State is bounded, and the same events in the same order give the same findings.
 */
export class SessionEngine {
  readonly #networkOf: NetworkOf;
  readonly #registry: Registry;
  readonly #people = new Map<string, Person>();
  readonly #agents = new Map<string, Agent>();
  readonly #sprays = new Map<string, SprayWatch>();
  readonly #minted = new Map<string, Session>();
  readonly #admins: AdminWatch = new AdminWatch();
  readonly #teacher: Teacher;
  readonly #suspects = new Set<Session>();
  readonly baseline: Baseline;
  readonly explained: Explained = new Explained();
  sessions = 0;

  constructor(settings: SessionSettings) {
    this.#networkOf = settings.networkOf;
    this.baseline = settings.baseline ?? new Baseline();
    this.#registry = new Registry(settings.maxSessions ?? 1_500_000);
    this.#teacher = new Teacher(this.baseline);
  }

  /** People seen. */
  get users(): number {
    return this.#people.size;
  }

  /** Sessions that had to be forgotten for want of room. */
  get evicted(): number {
    return this.#registry.evicted;
  }

  /** Takes one event. Events have to come in order of (time, uid). */
  observe(event: Envelope): void {
    this.baseline.tenant(event.tenant).began(event.time);
    if (isReset(event.type)) this.#noteReset(event);
    if (event.token !== "") {
      this.#observeToken(event);
      return;
    }
    if (event.actorId === "" || (event.actorType !== "User" && event.actorType !== "")) return;
    const network = this.#networkOf(event);
    const agent = this.#agentOf(event.ua);
    const person = this.#person(event);
    const key = event.root === "" ? event.session : event.root;
    this.#noteSignIn(event, person, network);
    if (key === "") {
      this.#observeLoose(event, person, network);
      this.#admins.observe(event, undefined, person.history);
      return;
    }
    const session = this.#session(key, event, person, network, agent);
    if (event.root !== "" && event.session !== "" && event.session !== event.root)
      this.#alias(event.session, session, event);
    this.#follow(session, event, network, agent);
    this.#admins.observe(event, session, person.history);
  }

  /** Everything that is worth a person's time, by now; worst first. Call it at the end, or at any moment. */
  findings(): readonly Finding[] {
    linkCampaigns([...this.#suspects]);
    const found: Finding[] = [];
    for (const session of this.#suspects) {
      const finding = findingOf(session);
      if (finding !== undefined) found.push(finding);
    }
    found.push(...this.#admins.findings());
    return found;
  }

  #follow(session: Session, event: Envelope, network: Network, agent: Agent): void {
    const { current } = session;
    const context =
      network.ip === "" || (current.network.ip === network.ip && current.agent === agent)
        ? current
        : this.#place(session, event, network, agent);
    context.events++;
    if (event.time > context.last) context.last = event.time;
    this.#fill(context, event);
    const proof = proofOf(event);
    if (proof !== undefined) session.person.proof = proof;
    if (hasFactor(event)) session.factor = true;
    this.#begin(session, context, event, network, agent);
    if (context.standing !== "foreign" && session.judged) {
      this.#teacher.lived(session.person, context, event);
      session.person.lastSettled = context;
    }
    if (session.suspicion !== undefined) this.#weigh(session, session.suspicion, context, event);
    if (context !== current) session.current = context;
    if (event.type === "user.session.end") session.ended = event.time;
    if (event.type === "system.api_token.create") this.#mint(session, event);
  }

  /** What a doubtful session's next event adds. */
  #weigh(session: Session, suspicion: Suspicion, context: Context, event: Envelope): void {
    const foreign = context.standing === "foreign";
    suspicion.step({
      time: event.time,
      uid: event.uid,
      context: context.index,
      type: event.type,
      outcome: event.outcome,
      what: narrate(event),
      impact: foreign ? (verbOf(event.type)?.impact ?? "") : "",
    });
    if (!foreign) {
      if (session.current.standing === "foreign") this.#interleaved(suspicion, event);
      return;
    }
    suspicion.foreign(event);
    judgeDeed(session, suspicion, event);
    const proof = proofOf(event);
    if (proof !== undefined && proof.strength !== "password") {
      suspicion.proved = true;
      const kind = proof.strength === "resistant" ? "proof.resistant" : "proof.repeated";
      const what = proof.strength === "resistant" ? "a factor that can not be phished" : "a factor";
      if (suspicion.opening.length === 0)
        suspicion.observe({
          kind,
          weight: WEIGHT[kind],
          why: `The new context proved ${what}`,
          uid: event.uid,
          time: event.time,
        });
    }
    if (
      event.type === "user.mfa.factor.activate" &&
      suspicion.opening.some((one) => one.kind === "sign-in.after-reset")
    )
      suspicion.observe({
        kind: "sign-in.new-factor-after-reset",
        weight: WEIGHT["sign-in.new-factor-after-reset"],
        why: "A new factor was enrolled from there after the reset",
        uid: event.uid,
        time: event.time,
      });
    if (session.ended > 0 && event.time > session.ended)
      suspicion.observe({
        kind: "time.after-end",
        weight: WEIGHT["time.after-end"],
        why: "Used after its owner had ended it",
        uid: event.uid,
        time: event.time,
      });
  }

  /** A settled context again after a foreign one: two parties use the session at once. */
  #interleaved(suspicion: Suspicion, event: Envelope): void {
    suspicion.returns++;
    const apart = suspicion
      .worstArrival()
      .some(
        (one) => one.weight > 0 && (one.kind.startsWith("device.") || /agent\.(?:other|script|down)/.test(one.kind)),
      );
    const base = { uid: event.uid, time: event.time };
    if (!apart)
      suspicion.observe({
        ...base,
        kind: "time.interleaved-same-device",
        weight: WEIGHT["time.interleaved-same-device"],
        why: "The session goes back and forth between networks; a VPN does that too",
      });
    else if (!suspicion.has("time.interleaved")) {
      const why = "Its owner went on using it while the other context did: two parties hold one session";
      suspicion.observe({ ...base, kind: "time.interleaved", weight: WEIGHT["time.interleaved"], why });
    } else
      suspicion.observe({
        ...base,
        kind: "time.interleaved-again",
        weight: WEIGHT["time.interleaved-again"],
        why: `The two contexts took turns ${suspicion.returns} times`,
      });
  }

  /** Finds the context an event belongs to, or adds one and compares it. */
  #place(session: Session, event: Envelope, network: Network, agent: Agent): Context {
    const contexts = contextsOf(session);
    if (isFrom(session.current, event, network, agent)) return session.current;
    for (const context of contexts) if (isFrom(context, event, network, agent)) return context;
    const why = providerCall(event, network, agent) ?? isServerSide(event, agent);
    if (why !== undefined) {
      this.explained.count(why);
      return session.current;
    }
    if (contexts.length >= MAX_CONTEXTS) return session.current;
    const now = contextOf(event, network, agent, contexts.length);
    const said = this.#compare(session, contexts, now, event);
    session.contexts = [...contexts, now];
    if (sum(said) < FOREIGN) {
      now.standing = "explained";
      this.explained.count(strongestAgainst(said)?.kind ?? "nothing speaks for a theft");
      this.#teacher.arrive(session.person, now, event);
      return now;
    }
    now.standing = "foreign";
    // A change this small may teach: what it teaches counts only from the next half day on.
    if (sum(said) < LEVEL.low) this.#teacher.arrive(session.person, now, event);
    const suspicion = this.#suspect(session);
    suspicion.arrivals.set(now, said);
    if (suspicion.opening.length > 0 && sum(said) >= 1.5) {
      suspicion.consequence = true;
      suspicion.observe({
        kind: "sign-in.moved-on",
        weight: WEIGHT["sign-in.moved-on"],
        why: "A session from a doubtful sign-in went on from somewhere else",
        uid: event.uid,
        time: event.time,
      });
    }
    const opened = contexts[0];
    if (opened !== undefined && event.time - session.opened >= 2 * HOUR)
      suspicion.observe({
        kind: "time.long-after",
        weight: WEIGHT["time.long-after"],
        why: "The new context appeared hours after the session was opened",
        uid: event.uid,
        time: event.time,
      });
    return now;
  }

  /** Compares with every context and takes the kindest answer: one ordinary relation is enough. */
  #compare(session: Session, contexts: readonly Context[], now: Context, event: Envelope): readonly Observed[] {
    const tenant = this.baseline.tenant(event.tenant);
    const surroundings = {
      now,
      event,
      history: session.person.history,
      egress: tenant.isEgress(now.network.ip),
      sharedToken: now.dt !== "" && tenant.isShared(now.dt),
      newestMajor: this.#teacher.newestMajor(event.tenant, now.agent.family),
    };
    let best: readonly Observed[] = [];
    let least = Number.POSITIVE_INFINITY;
    let likeForeign = Number.POSITIVE_INFINITY;
    for (const before of contexts) {
      const said = compareContexts({ ...surroundings, before });
      const total = sum(said);
      if (before.standing === "foreign") likeForeign = Math.min(likeForeign, total);
      else if (total < least) {
        least = total;
        best = said;
      }
    }
    if (best.length === 0) {
      // Every context so far is doubtful: the sign-in itself was. What opened the session is what there is to compare with.
      const [before] = contexts;
      return before === undefined ? [] : compareContexts({ ...surroundings, before });
    }
    // More like the intruder than like the owner: it stays the intruder, however ordinary the step between them looks.
    if (likeForeign < least && least < FOREIGN && least > 0) return [...best, noteLikeForeign(event)];
    return best;
  }

  #session(key: string, event: Envelope, person: Person, network: Network, agent: Agent): Session {
    const known = this.#registry.get(key) ?? (event.session === "" ? undefined : this.#registry.get(event.session));
    if (known !== undefined) return known;
    const starts = opens(event);
    const { signIn } = person;
    // Ids change while a person signs in (transient, then lasting): the same address and browser, minutes later.
    if (
      signIn !== undefined &&
      !starts &&
      event.time - signIn.time <= 15 * MINUTE &&
      signIn.ip === network.ip &&
      signIn.agent === agent.raw
    ) {
      this.#alias(key, signIn.session, event);
      return signIn.session;
    }
    return this.#open(key, event, person, contextOf(event, network, agent, 0));
  }

  #open(key: string, event: Envelope, person: Person, context: Context): Session {
    const session: Session = {
      key,
      person,
      opened: event.time,
      openedUid: event.uid,
      started: false,
      judged: false,
      factor: false,
      ended: 0,
      ids: undefined,
      current: context,
      contexts: undefined,
      suspicion: undefined,
    };
    this.sessions++;
    this.#registry.set(key, session, event.time);
    return session;
  }

  /** Weighs how a session began as soon as that can be known: the steps of a sign-in come before its success. */
  #begin(session: Session, context: Context, event: Envelope, network: Network, agent: Agent): void {
    if (session.judged) {
      if (!session.started && opens(event)) this.#startAfterAll(session, event);
      return;
    }
    const starts = opens(event);
    if (!starts && isSignInStep(event) && event.time - session.opened <= 5 * MINUTE) return;
    session.judged = true;
    session.started = starts;
    const ordinary = providerCall(event, network, agent) ?? isServerSide(event, agent);
    if (ordinary !== undefined) {
      this.explained.count(ordinary);
      return;
    }
    this.#judgeStart(session, context, event, starts);
    if (starts) this.#signedIn(session, event, agent);
  }

  /** The sign-in was logged after the first use of its session: it is no orphan. */
  #startAfterAll(session: Session, event: Envelope): void {
    session.started = true;
    this.#signedIn(session, event, session.current.agent);
    const { suspicion } = session;
    if (suspicion === undefined || event.time - session.opened > 15 * MINUTE) return;
    if (!suspicion.opening.some((one) => one.kind === "session.orphan")) return;
    const said = [
      ...suspicion.opening.filter((one) => one.kind !== "session.orphan"),
      ...this.#judgeSignIn(session, event),
    ];
    suspicion.opening = said;
    suspicion.consequence = hasConsequence(said);
  }

  #signedIn(session: Session, event: Envelope, agent: Agent): void {
    session.person.signIn = { time: event.time, ip: event.ip, agent: agent.raw, session };
  }

  /** Weighs how the session began, by sign-in or out of nothing. */
  #judgeStart(session: Session, context: Context, event: Envelope, starts: boolean): void {
    const { person } = session;
    const tenant = this.baseline.tenant(event.tenant);
    const around = {
      egress: tenant.isEgress(context.network.ip),
      sharedToken: context.dt !== "" && tenant.isShared(context.dt),
    };
    const said = [...judgeOpening(person, context, event, around)];
    if (starts) said.push(...this.#judgeSignIn(session, event));
    else if (event.time - tenant.first > DAY && sum(said) > FOREIGN) {
      const why = "The session was never opened in this log: no sign-in comes before its first use";
      said.push({ kind: "session.orphan", weight: WEIGHT["session.orphan"], why, uid: event.uid, time: event.time });
    }
    if (sum(said) < LEVEL.low) {
      this.#teacher.arrive(person, context, event);
      return;
    }
    context.standing = "foreign";
    const suspicion = this.#suspect(session);
    suspicion.opening = said;
    suspicion.consequence = hasConsequence(said);
    suspicion.began(session.opened, session.openedUid);
  }

  #judgeSignIn(session: Session, event: Envelope): readonly Observed[] {
    const network = session.current.network.key;
    const said = [...judgeTrouble(session.person, event), ...this.#spray(event.tenant).judge(event, network)];
    this.#sayProof(said, session, event);
    return said;
  }

  #sayProof(said: Observed[], session: Session, event: Envelope): void {
    const { proof } = session.person;
    const recent =
      proof !== undefined && event.time - proof.time <= 10 * MINUTE && proof.ip === event.ip ? proof : undefined;
    if (recent !== undefined && recent.strength !== "password") session.factor = true;
    if (recent?.strength === "resistant")
      said.push({
        kind: "sign-in.resistant-factor",
        weight: WEIGHT["sign-in.resistant-factor"],
        why: "Signed in with a factor that can not be phished",
        uid: event.uid,
        time: event.time,
        also: [recent.uid],
      });
  }

  #suspect(session: Session): Suspicion {
    if (session.suspicion !== undefined) return session.suspicion;
    session.suspicion = new Suspicion();
    this.#suspects.add(session);
    const { suspects } = session.person;
    suspects.push(session);
    if (suspects.length > 8) suspects.shift();
    return session.suspicion;
  }

  /** An event without a session, such as a refusal: it belongs to the doubtful context it comes from. */
  #observeLoose(event: Envelope, person: Person, network: Network): void {
    const proof = proofOf(event);
    if (proof !== undefined) person.proof = proof;
    for (const session of person.suspects) {
      const context = contextsOf(session).find((one) => one.standing === "foreign" && one.network.ip === network.ip);
      if (context === undefined || session.suspicion === undefined || event.time - context.last > DAY) continue;
      this.#weigh(session, session.suspicion, context, event);
      return;
    }
  }

  /** A call by API token belongs to the session that minted the token, when that was seen. */
  #observeToken(event: Envelope): void {
    const session = this.#minted.get(event.token);
    const suspicion = session?.suspicion;
    if (session === undefined || suspicion === undefined || !suspicion.tokens.has(event.token)) return;
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
      this.#minted.set(target.id, session);
      session.suspicion.tokens.add(target.id);
    }
  }

  #noteSignIn(event: Envelope, person: Person, network: Network): void {
    if (event.outcome === "FAILURE" || event.type.startsWith("user.mfa.okta_verify")) {
      notePush(person, event);
      this.#spray(event.tenant).failed(event, network.key);
    } else if (event.type === "user.authentication.auth_via_mfa") notePush(person, event);
    else if (event.type === "user.account.lock") this.#spray(event.tenant).failed(event, network.key);
  }

  #noteReset(event: Envelope): void {
    for (const target of event.targets) {
      if (target.type !== "User" || target.id === event.actorId || target.id === "") continue;
      noteReset(this.#personById(event.tenant, target.id, target.name), event);
    }
  }

  #alias(id: string, session: Session, event: Envelope): void {
    if (id === session.key || session.ids?.includes(id) === true) return;
    session.ids = [...(session.ids ?? []).slice(-15), id];
    this.#registry.set(id, session, event.time);
  }

  #fill(context: Context, event: Envelope): void {
    if (event.dt !== "" && event.dt !== context.dt) {
      if (context.dt === "") context.dt = event.dt;
      else context.churn++;
    }
    if (context.fp === "" && event.fp !== "") context.fp = event.fp;
    if (context.deviceId === "" && event.deviceId !== "") {
      context.deviceId = event.deviceId;
      context.managed = event.deviceManaged;
    }
  }

  #spray(tenant: string): SprayWatch {
    let watch = this.#sprays.get(tenant);
    if (watch === undefined) {
      watch = new SprayWatch();
      this.#sprays.set(tenant, watch);
    }
    return watch;
  }

  #person(event: Envelope): Person {
    const person = this.#personById(event.tenant, event.actorId, event.actorName);
    if (person.name === "") person.name = event.actorName;
    return person;
  }

  #personById(tenant: string, id: string, name: string): Person {
    const key = `${tenant}\n${id}`;
    let person = this.#people.get(key);
    if (person === undefined) {
      person = {
        tenant,
        id,
        name,
        history: this.baseline.user(tenant, id),
        lastSettled: undefined,
        proof: undefined,
        signIn: undefined,
        suspects: [],
        trouble: undefined,
      };
      this.#people.set(key, person);
    }
    return person;
  }

  #agentOf(ua: string): Agent {
    let agent = this.#agents.get(ua);
    if (agent === undefined) {
      if (this.#agents.size >= 50_000) this.#agents.clear();
      agent = readAgent(ua);
      this.#agents.set(ua, agent);
    }
    return agent;
  }
}

function opens(event: Envelope): boolean {
  return event.type === "user.session.start" && event.outcome === "SUCCESS";
}

/** Steps on the way to a session, which may already carry its id. */
function isSignInStep(event: Envelope): boolean {
  return (
    event.type.startsWith("user.authentication.auth") ||
    event.type.startsWith("user.authentication.verify") ||
    event.type.startsWith("user.mfa.okta_verify") ||
    event.type.startsWith("system.push.") ||
    event.type === "policy.evaluate_sign_on" ||
    event.type === "user.session.start"
  );
}

/** Some troubles are consequence enough: nobody sprays, tires out or replays by accident. */
function hasConsequence(said: readonly Observed[]): boolean {
  return said.some((one) => /spray|fatigue|phishing|orphan/.test(one.kind));
}

function noteLikeForeign(event: Envelope): Observed {
  return {
    kind: "context.like-foreign",
    weight: FOREIGN,
    why: "It is like the foreign context",
    uid: event.uid,
    time: event.time,
  };
}
