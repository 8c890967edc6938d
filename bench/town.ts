import { eventText, type Happening, type Person } from "./record.ts";

/** What people do, and how often in a thousand events. */
const HABITS: readonly (readonly [type: string, message: string, share: number])[] = [
  ["user.authentication.sso", "User single sign on to app", 430],
  ["policy.evaluate_sign_on", "Evaluation of sign-on policy", 250],
  ["app.oauth2.token.grant.access_token", "OAuth2 access token is granted", 70],
  ["app.oauth2.token.grant.refresh_token", "OAuth2 refresh token is granted", 40],
  ["app.generic.unauth_app_access_attempt", "User attempted unauthorized access to app", 4],
  ["user.session.end", "User logout from Okta", 10],
  ["group.user_membership.add", "Add user to group membership", 20],
  ["application.user_membership.add", "Add user to application membership", 20],
  ["user.account.update_profile", "Update user profile for Okta", 16],
];
const SYSTEMS: readonly (readonly [os: string, label: string])[] = [
  ["Macintosh; Intel Mac OS X 10_15_7", "Mac OS X"],
  ["Windows NT 10.0; Win64; x64", "Windows 10"],
  ["X11; Linux x86_64", "Linux"],
];
const CITIES: readonly (readonly [
  city: string,
  state: string,
  country: string,
  code: string,
  lat: number,
  lon: number,
])[] = [
  ["Austin", "Texas", "United States", "78701", 30.2672, -97.7431],
  ["Toronto", "Ontario", "Canada", "M4M", 43.6567, -79.34],
  ["Munich", "Bavaria", "Germany", "80331", 48.1374, 11.5755],
  ["Lisbon", "Lisbon", "Portugal", "1100", 38.7167, -9.1333],
];
const BLOCKS: readonly string[] = ["192.0.2", "198.51.100", "203.0.113"];
const NETWORKS = 12;
const PEOPLE = 3000;
const SECOND = 1000;

/** The people of a tenant and their days. */
export class Town {
  #state: number;
  #time: number = Date.UTC(2023, 9, 2, 6);
  readonly #people: Person[] = [];
  readonly #waiting: Happening[] = [];

  constructor(seed: number) {
    this.#state = seed;
    for (let n = 0; n < PEOPLE; n++) this.#people.push(this.#person(n));
  }

  /** The next record with its newline. */
  next(): string {
    this.#time += this.below(5 * SECOND);
    const happening = this.#waiting.pop() ?? this.#decide();
    return eventText(happening, { uuid: this.#uuid(), time: this.#time, transaction: this.letters(27) });
  }

  /** A whole number below `bound`. */
  below(bound: number): number {
    // mulberry32, by Tommy Ettinger (public domain): small, and the same everywhere.
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * bound);
  }

  letters(length: number): string {
    let text = "";
    for (let n = 0; n < length; n++)
      text += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"[this.below(62)] ?? "";
    return text;
  }

  #hex(length: number): string {
    let text = "";
    while (text.length < length) text += this.below(0x1000000).toString(16).padStart(6, "0");
    return text.slice(0, length);
  }

  #uuid(): string {
    const [a, b] = [this.#hex(8), this.#hex(12)];
    return `${a}-${this.#hex(4)}-11ee-${this.#hex(4)}-${b}`;
  }

  #person(n: number): Person {
    // An address belongs to one operator in one city, and several people share it.
    const network = n % NETWORKS;
    const [city, state, country, code, lat, lon] = CITIES[network % CITIES.length] ?? ["", "", "", "", 0, 0];
    const [system, os] = SYSTEMS[this.below(SYSTEMS.length)] ?? ["", ""];
    return {
      id: `00u${this.letters(17)}`,
      login: `user${n}@example.com`,
      name: `${n % 12 === 0 ? "Zoë" : "Jo"} Example ${n}`,
      ip: `${BLOCKS[network % BLOCKS.length] ?? ""}.${Math.floor(network / BLOCKS.length) * 63 + this.below(63) + 1}`,
      asn: 64496 + network,
      city: { city, state, country, code, lat, lon },
      os,
      ua: `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${116 + this.below(3)}.0.0.0 Safari/537.36`,
      dt: this.#hex(64),
      fp: this.#hex(32),
      session: "",
      until: 0,
      apps: Array.from({ length: 4 }, () => {
        const app = this.below(60);
        return { id: `0oaEXAMPLE${String(app).padStart(10, "0")}`, name: `Example App ${app}` };
      }),
    };
  }

  #decide(): Happening {
    const person = this.#people[Math.min(this.below(PEOPLE), this.below(PEOPLE))] as Person;
    const app = person.apps[this.below(person.apps.length)] ?? { id: "", name: "" };
    const what = { person, app, outcome: "SUCCESS", factor: "" };
    if (this.#time > person.until) {
      person.until = this.#time + 10 * 3600 * SECOND;
      person.session = `idx${this.letters(22)}`;
      // Last comes first: what waits is taken from the end.
      this.#waiting.push(
        { ...what, type: "user.session.start", message: "User login to Okta" },
        {
          ...what,
          type: "user.authentication.auth_via_mfa",
          message: "Authentication of user via MFA",
          factor: "OKTA_VERIFY_PUSH",
        },
      );
      return {
        ...what,
        type: "policy.evaluate_sign_on",
        message: "Evaluation of sign-on policy",
        outcome: "CHALLENGE",
      };
    }
    let draw = this.below(860);
    for (const [type, message, share] of HABITS) {
      draw -= share;
      if (draw < 0)
        return { ...what, type, message, outcome: type === "policy.evaluate_sign_on" ? "ALLOW" : "SUCCESS" };
    }
    return { ...what, type: "user.authentication.sso", message: "User single sign on to app" };
  }
}
