import type { Check } from "./check.ts";
import { content } from "./content.ts";
import { cycles } from "./cycles.ts";
import { docExamples } from "./doc-examples.ts";
import { leftovers } from "./leftovers.ts";
import { length } from "./length.ts";
import { licences, lockfile } from "./licences.ts";
import { names } from "./names.ts";
import { rulePagesAgree } from "./rule-pages.ts";
import { specIds } from "./spec-ids.ts";
import { walls } from "./walls.ts";
import { wallsElsewhere } from "./walls-elsewhere.ts";

/** The structural rules of the house, in the order in which the gate asks them. */
export const CHECKS: readonly Check[] = [
  walls,
  wallsElsewhere,
  cycles,
  length,
  names,
  leftovers,
  specIds,
  content,
  rulePagesAgree,
  licences,
  lockfile,
  docExamples,
];
