import type { City } from "./city.ts";

/** What sort of network it is in truth; the events never say so in this word. */
export type NetworkKind =
  | "residential"
  | "mobile"
  | "office"
  | "hosting"
  | "vpn"
  | "relay"
  | "gateway"
  | "guest"
  | "satellite"
  | "cloud";

/** One operator, as Okta's securityContext names it. */
export interface Network {
  readonly kind: NetworkKind;
  readonly asNumber: number;
  readonly asOrg: string;
  readonly isp: string;
  readonly domain: string;
  readonly countries: readonly string[];
}

function network(
  kind: NetworkKind,
  asNumber: number,
  named: readonly [string, string, string],
  countries = "",
): Network {
  return {
    kind,
    asNumber,
    asOrg: named[0],
    isp: named[1],
    domain: named[2],
    countries: countries === "" ? [] : countries.split("|"),
  };
}

const us = "United States";
const uk = "United Kingdom";

/** Operators. Public AS numbers are used for the realism of the class; no address here belongs to any of them. */
export const networks: readonly Network[] = [
  network("residential", 7922, ["comcast cable communications llc", "comcast cable", "comcast.net"], us),
  network("residential", 20115, ["charter communications", "charter communications inc", "charter.com"], us),
  network("residential", 7018, ["at&t enterprises llc", "at&t internet services", "sbcglobal.net"], us),
  network("residential", 701, ["verizon business", "verizon fios", "verizon.net"], us),
  network("residential", 577, ["bell canada", "bell canada", "bell.ca"], "Canada"),
  network("residential", 2856, ["british telecommunications plc", "bt", "btcentralplus.com"], uk),
  network("residential", 5089, ["virgin media limited", "virgin media", "virginm.net"], uk),
  network("residential", 6830, ["liberty global b.v.", "virgin media ireland", "upc.ie"], "Ireland"),
  network("residential", 3320, ["deutsche telekom ag", "deutsche telekom ag", "t-ipconnect.de"], "Germany"),
  network("residential", 8881, ["1&1 versatel gmbh", "1&1 versatel", "versatel.de"], "Germany"),
  network("residential", 3209, ["vodafone gmbh", "vodafone kabel deutschland", "kabel-deutschland.de"], "Germany"),
  network("residential", 1136, ["kpn b.v.", "kpn", "kpn.net"], "Netherlands"),
  network("residential", 24560, ["bharti airtel ltd.", "airtel broadband", "airtelbroadband.in"], "India"),
  network("residential", 1221, ["telstra limited", "telstra internet", "bigpond.net.au"], "Australia"),
  network("residential", 9506, ["singtel fibre broadband", "singtel", "singnet.com.sg"], "Singapore"),
  network("residential", 4713, ["ntt communications corporation", "open computer network", "ocn.ne.jp"], "Japan"),
  network("residential", 3352, ["telefonica de espana", "movistar", "rima-tde.net"], "Spain"),
  network("residential", 3243, ["meo - servicos de comunicacoes", "meo", "telepac.pt"], "Portugal"),
  network("residential", 5617, ["orange polska", "neostrada plus", "neoplus.adsl.tpnet.pl"], "Poland"),
  network("residential", 65_541, ["example broadband", "example broadband", "broadband.example"]),
  network("mobile", 21_928, ["t-mobile usa inc.", "t-mobile usa", "tmodns.net"], us),
  network("mobile", 22_394, ["cellco partnership dba verizon wireless", "verizon wireless", "myvzw.com"], us),
  network("mobile", 20_057, ["at&t mobility llc", "at&t wireless", "mycingular.net"], us),
  network("mobile", 812, ["rogers communications canada inc.", "rogers wireless", "rogers.com"], "Canada"),
  network("mobile", 12_576, ["ee limited", "ee mobile", "ee.co.uk"], uk),
  network("mobile", 25_135, ["vodafone limited", "vodafone uk mobile", "vodafone.co.uk"], uk),
  network("mobile", 15_502, ["vodafone ireland limited", "vodafone ireland mobile", "vodafone.ie"], "Ireland"),
  network("mobile", 6805, ["telefonica germany", "o2 deutschland", "telefonica.de"], "Germany"),
  network("mobile", 45_609, ["bharti airtel ltd. as for gprs service", "airtel mobile", "airtel.in"], "India"),
  network("mobile", 133_612, ["vodafone australia pty ltd", "vodafone australia", "vodafone.com.au"], "Australia"),
  network("mobile", 65_542, ["example mobile", "example mobile", "mobile.example"]),
  network("office", 64_500, ["example corp", "example corp", "corp.example"]),
  network("office", 64_501, ["example corp emea", "example corp", "corp.example"]),
  network("office", 3356, ["level 3 parent, llc", "level 3 communications", "level3.net"]),
  network("office", 174, ["cogent communications", "cogent communications", "cogentco.com"]),
  network("hosting", 64_510, ["example hosting llc", "example hosting", "hosting.example"]),
  network("hosting", 14_061, ["digitalocean, llc", "digitalocean", "digitalocean.com"]),
  network("hosting", 16_276, ["ovh sas", "ovh", "ovh.net"]),
  network("hosting", 24_940, ["hetzner online gmbh", "hetzner online", "your-server.de"]),
  network("hosting", 30_633, ["leaseweb usa, inc.", "leaseweb usa", "leaseweb.com"]),
  network("hosting", 53_667, ["frantech solutions", "buyvm", "frantech.ca"]),
  network("hosting", 20_473, ["the constant company, llc", "vultr holdings", "vultr.com"]),
  network("hosting", 65_550, ["example colo gmbh", "example colo", "colo.example"]),
  network("vpn", 9009, ["m247 europe srl", "m247", "m247.com"]),
  network("vpn", 212_238, ["datacamp limited", "datacamp", "datapacket.com"]),
  network("vpn", 147_049, ["packethub s.a.", "packethub", "packethub.net"]),
  network("relay", 36_183, ["akamai technologies, inc.", "icloud private relay", "akamaitechnologies.com"]),
  network("relay", 13_335, ["cloudflare inc", "icloud private relay", "cloudflare.com"]),
  network("gateway", 62_044, ["zscaler switzerland gmbh", "zscaler", "zscaler.com"]),
  network("gateway", 22_616, ["zscaler, inc.", "zscaler", "zscaler.com"]),
  network("gateway", 55_256, ["netskope inc", "netskope", "netskope.com"]),
  network("guest", 64_505, ["example hospitality networks", "example hotel wifi", "hotel.example"]),
  network("guest", 64_506, ["example airport wireless", "example airport wifi", "airport.example"]),
  network("guest", 64_507, ["example cowork", "example cowork", "cowork.example"]),
  network("satellite", 22_351, ["intelsat", "in-flight internet", "intelsat.com"]),
  network("satellite", 14_593, ["space exploration technologies corporation", "starlink", "starlinkisp.net"]),
  network("cloud", 16_509, ["amazon.com inc.", "amazon technologies inc.", "amazonaws.com"]),
  network("cloud", 14_618, ["amazon.com inc.", "amazon data services nova", "amazonaws.com"]),
  network("cloud", 396_982, ["google llc", "google cloud", "googleusercontent.com"]),
  network("cloud", 8075, ["microsoft corporation", "microsoft azure", "microsoft.com"]),
];

/** The operators of a kind that serve a country; the ones without a country serve everywhere. */
export function operatorsOf(kind: NetworkKind, city: City | null): readonly Network[] {
  const kin = networks.filter((one) => one.kind === kind);
  const local = city === null ? [] : kin.filter((one) => one.countries.includes(city.country));
  return local.length > 0 ? local : kin.filter((one) => one.countries.length === 0);
}
