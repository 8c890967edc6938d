import { cities, type City } from "./city.ts";
import { networks } from "./network.ts";
import type { Place } from "./place.ts";

/** The addresses that Okta published on 20 October 2023: exits of shared VPNs and open proxies. */
export const published2023Addresses: readonly string[] = [
  "23.105.182.19",
  "104.251.211.122",
  "202.59.10.100",
  "162.210.194.35",
  "198.16.66.124",
  "198.16.66.156",
  "198.16.70.28",
  "198.16.74.203",
  "198.16.74.204",
  "198.16.74.205",
  "198.98.49.203",
  "2.56.164.52",
  "207.244.71.82",
  "207.244.71.84",
  "207.244.89.161",
  "207.244.89.162",
  "23.106.249.52",
  "23.106.56.11",
  "23.106.56.21",
  "23.106.56.36",
  "23.106.56.37",
  "23.106.56.38",
  "23.106.56.54",
];

const asNumbers: Readonly<Record<string, number>> = {
  "198.98.49.203": 53_667,
  "202.59.10.100": 65_550,
  "2.56.164.52": 9009,
  "104.251.211.122": 64_510,
};
const sites: Readonly<Record<string, City>> = {
  "202.59.10.100": cities.kualaLumpur,
  "198.98.49.203": cities.newYork,
  "2.56.164.52": cities.amsterdam,
};

/** One of the published addresses, as a place. */
export function publishedPlace(ip: string): Place {
  const asNumber = asNumbers[ip] ?? 30_633;
  const network = networks.find((one) => one.asNumber === asNumber);
  if (network === undefined) throw new RangeError(`AS number "${asNumber}" is not in the list of networks`);
  return { ip, network, city: sites[ip] ?? cities.washington, isProxy: true, operator: null, service: "VPN" };
}
