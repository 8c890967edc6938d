import { readFile } from "node:fs/promises";
import { createNetworkOf, type NetworkOf } from "@nightlatch/core";
import type { Config } from "../config/config.ts";
import { readNetworks } from "../config/networks.ts";
import { openGeo } from "../connect/geo.ts";
import { contentPath } from "../content.ts";

/** What is known of networks: the user's own table before ours, and a local database behind both when there is one. */
export async function networksOf(config: Config): Promise<NetworkOf> {
  const file = contentPath("fields/networks.yml");
  const data = readNetworks({ file, text: await readFile(file, "utf8") }, config.networks);
  return createNetworkOf(data, Object.keys(config.geo).length === 0 ? undefined : await openGeo(config.geo));
}
