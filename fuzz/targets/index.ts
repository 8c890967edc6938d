/** Every reader of what outsiders write has a target here. */
import type { Target } from "../target.ts";
import { compressed, csv, files } from "./files.ts";
import { findQuery } from "./find-query.ts";
import { har } from "./har.ts";
import { indicators } from "./indicators.ts";
import { jsonSpans } from "./json-spans.ts";
import { networks } from "./networks.ts";
import { javaMap, okta } from "./okta.ts";
import { signals } from "./signals.ts";
import { sigmaMatch } from "./sigma-match.ts";
import { sigmaRules } from "./sigma-rules.ts";

export const targets: readonly Target[] = [
  files,
  jsonSpans,
  csv,
  compressed,
  okta,
  javaMap,
  networks,
  indicators,
  sigmaRules,
  sigmaMatch,
  findQuery,
  har,
  signals,
];
