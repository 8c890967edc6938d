import { openAdminConsole } from "../gesture/open-app.ts";
import { signIn } from "../gesture/sign-in.ts";
import type { Random } from "../random/random.ts";
import type { Scene, Seat } from "../scene.ts";
import type { Today } from "./habit.ts";
import type { Member } from "./member.ts";
import { minute } from "./workday.ts";

interface Ticket {
  readonly at: number;
  readonly whose: Member;
  readonly random: Random;
  readonly work: (seat: Seat, opened: number) => unknown;
}

/** What the staff asks of the administrators; done at the end of the planning, when it is known where each one is. */
export class Tickets {
  #open: Ticket[] = [];

  add(ticket: Ticket): void {
    this.#open.push(ticket);
  }

  /** An administrator who is at work at the time does it, from where they are, in the session that is open there. */
  work(scene: Scene, days: ReadonlyMap<Member, Today>): void {
    const tickets = this.#open;
    this.#open = [];
    scene.label = "help-desk";
    for (const ticket of tickets) {
      const staff = [...days].filter(([member, today]) => member.admin && member !== ticket.whose && today.working);
      const awake = staff.filter(([, today]) => ticket.at > today.span.from && ticket.at < today.span.to);
      if (staff.length === 0) continue;
      const [desk, today] = ticket.random.pick(awake.length > 0 ? awake : staff);
      const visitor = { who: desk.who, place: today.path(ticket.at), device: today.profile.device };
      const open = desk.open.get(today.profile);
      const session =
        open !== undefined && open.startedAt < ticket.at
          ? open
          : signIn(scene, visitor, { at: ticket.at - 2 * minute, factor: desk.factor });
      const seat = { ...visitor, session };
      const opened = openAdminConsole(scene, seat, {
        at: ticket.at,
        ...(ticket.random.chance(0.6) ? { stepUp: desk.factor } : {}),
      });
      ticket.work(seat, opened);
    }
  }
}
