/** Where a field of `nightlatch find` stands in the table: each value by itself, or all of them in an array. */
export type FindColumn = { readonly texts: readonly string[] } | { readonly array: string };

const targets = (condition: string): FindColumn => ({
  array: `arrayConcat(arrayFilter((v, t) -> ${condition}, target_id, target_type), arrayFilter((v, t) -> ${condition}, target_name, target_type))`,
});

/** Fields of kind `text` and `address`, and numbers as text. */
export const FIND_COLUMNS: Readonly<Record<string, FindColumn>> = {
  user: { texts: ["actor_id", "actor_name"] },
  session: { texts: ["session", "root"] },
  ip: { texts: ["ip"] },
  asn: { texts: ["if(asn = 0, '', toString(asn))"] },
  org: { texts: ["as_org"] },
  country: { texts: ["country"] },
  city: { texts: ["city"] },
  type: { texts: ["type"] },
  outcome: { texts: ["outcome"] },
  reason: { texts: ["reason"] },
  app: targets("t = 'AppInstance'"),
  target: targets("1"),
  token: { texts: ["token"] },
  client: { texts: ["client"] },
  device: { texts: ["device_id", "dt", "fp"] },
  agent: { texts: ["ua"] },
  os: { texts: ["ua_os"] },
  browser: { texts: ["ua_browser"] },
  uri: { texts: ["uri"] },
  risk: { texts: ["risk"] },
  behavior: { array: "positives" },
  tunnel: { texts: ["tunnel"] },
  credential: { texts: ["credential"] },
  factor: { texts: ["factor"] },
  privilege: { texts: ["privilege"] },
  proxy: { texts: ["if(is_proxy, 'true', 'false')"] },
  threat: { texts: ["if(threat, 'true', 'false')"] },
  uid: { texts: ["uid"] },
  source: { texts: ["source"] },
};
