import type { Place } from "../cast/place.ts";
import type { Random } from "../random/random.ts";
import type { Scene, Seat } from "../scene.ts";
import type { Member, Profile } from "./member.ts";
import type { Path } from "./path.ts";

/** One member's day while it is being planned; habits change it, one after another. */
export interface Today {
  readonly midnight: number;
  /** Days since the month began. */
  readonly day: number;
  /** When the person starts and stops, in UTC. */
  readonly span: { readonly from: number; readonly to: number };
  readonly working: boolean;
  where: "office" | "home" | "away";
  path: Path;
  profile: Profile;
  /** Called before each thing that is done with the profile. */
  readonly before: ((at: number) => void)[];
  /** What is done once the day's sessions exist. */
  readonly after: (() => void)[];
  /** Goes into the label of every event of the day. */
  readonly tags: string[];
}

/** What all members of a tenant share: the ways out of the company, of its VPN and of the world's. */
export interface Surroundings {
  readonly random: Random;
  readonly corporateVpn: readonly Place[];
  readonly gateway: readonly Place[];
  readonly commercialVpn: readonly Place[];
  readonly relays: readonly Place[];
  readonly members: readonly Member[];
  /** Asks an administrator to do something at a time; `work` gets the seat, and when the console was open. */
  readonly ask: (at: number, whose: Member, work: (seat: Seat, opened: number) => unknown) => void;
}

/** Given once for each member who has the habit; answers what it does to a day. */
export type Habit = (scene: Scene, member: Member, around: Surroundings) => (today: Today) => void;
