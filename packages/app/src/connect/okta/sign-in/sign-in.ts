/** Puts a credential on a request. */
export interface SignIn {
  /** Headers for a request; `url` without its query is what a proof of possession covers. */
  readonly headers: (method: string, url: URL) => Promise<Readonly<Record<string, string>>>;
  /** The token was refused: the next request gets a fresh one. False when there is none to be had. */
  readonly renew: () => boolean;
  /** The id by which our own calls appear in the tenant's log (`client.id`); `""` when only Okta knows it. */
  readonly clientId: string;
}
