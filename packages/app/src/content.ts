import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where the content that comes with Nightlatch lies: beside the package when it was packed, else in the checkout. */
const PLACES: readonly string[] = ["../content/", "../../../content/"];

/** Path of a part of the bundled content, such as `rules` or `fields/networks.yml`; it may be absent. */
export function contentPath(part: string): string {
  const places = PLACES.map((place) => fileURLToPath(new URL(`${place}${part}`, import.meta.url)));
  return places.find(existsSync) ?? places.at(-1) ?? part;
}
