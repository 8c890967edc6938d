import type { Place } from "./organisation/entities.ts";

const MAC =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36";
const WINDOWS =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36";

/** The office: one address for everybody, one browser for each. */
export function office(person: number): Place {
  const mac = person % 2 === 0;
  return {
    ip: "192.0.2.10",
    asn: 64496,
    asOrg: "example office isp",
    city: "Austin",
    country: "United States",
    lat: 30.2672,
    lon: -97.7431,
    isProxy: false,
    ua: mac ? MAC : WINDOWS,
    os: mac ? "Mac OS X" : "Windows 10",
    browser: "CHROME",
    dt: digest(person, 64),
    fp: digest(person + 500, 32),
  };
}

/** A line at home. */
export function home(person: number): Place {
  return {
    ...office(person),
    ip: `198.51.100.${20 + person}`,
    asn: 64500 + (person % 4),
    asOrg: `example home isp ${person % 4}`,
  };
}

/** The intruder: an exit that Okta published in October 2023, and the browser that was seen there. */
export const INTRUDER: Place = {
  ip: "23.106.56.54",
  asn: 64511,
  asOrg: "example hosting",
  city: "Amsterdam",
  country: "Netherlands",
  lat: 52.374,
  lon: 4.8897,
  isProxy: true,
  ua: "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.7113.93 Safari/537.36",
  os: "Windows 10",
  browser: "CHROME",
  dt: digest(9001, 64),
  fp: "",
};

function digest(seed: number, length: number): string {
  let text = "";
  for (let n = 0; text.length < length; n++)
    text += ((seed * 2_654_435_761 + n * 40_503) >>> 0).toString(16).padStart(8, "0");
  return text.slice(0, length);
}
