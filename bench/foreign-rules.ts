/**
 * Writes rules for other logs than Okta's, as public collections hold them by the thousand: a few categories and
 * services, lists of words with modifiers, filters. None of them may run over Okta's log, so they cost only their
 * loading. The same seed writes the same files.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const LOGS: readonly (readonly [logsource: string, fields: readonly string[]])[] = [
  [
    "category: process_creation\n  product: windows",
    ["Image|endswith", "CommandLine|contains", "ParentImage|endswith", "OriginalFileName", "User|contains"],
  ],
  ["category: registry_set\n  product: windows", ["TargetObject|contains", "Details", "Image|endswith"]],
  [
    "category: file_event\n  product: windows",
    ["TargetFilename|endswith", "TargetFilename|contains", "Image|endswith"],
  ],
  [
    "category: network_connection\n  product: linux",
    ["DestinationHostname|endswith", "Image|startswith", "DestinationPort"],
  ],
  ["product: windows\n  service: security", ["EventID", "SubjectUserName|startswith", "ObjectName|contains"]],
  ["product: aws\n  service: cloudtrail", ["eventSource", "eventName", "requestParameters.policyArn|endswith"]],
  ["product: azure\n  service: signinlogs", ["ResultType", "AppDisplayName", "UserAgent|contains"]],
  ["category: webserver", ["cs-uri-query|contains|all", "cs-method", "sc-status"]],
];

/** Writes so many rules below a folder. */
export function writeForeignRules(count: number, folder: string): void {
  let state = 20231018;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * bound);
  };
  const word = (): string => Array.from({ length: 3 + below(10) }, () => String.fromCharCode(97 + below(26))).join("");
  const list = (): string =>
    Array.from({ length: 1 + below(9) }, () => `      - '\\${word()} ${word()}.exe'`).join("\n");
  const block = (name: string, fields: readonly string[]): string =>
    `  ${name}:\n${fields.map((field) => `    ${field}:\n${list()}`).join("\n")}`;
  for (let n = 0; n < count; n++) {
    const [logsource, fields] = LOGS[n % LOGS.length] ?? ["product: other", ["field"]];
    const some = fields.slice(0, 1 + below(fields.length));
    const id = `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
    const text = `title: Synthetic ${word()} ${n}
id: ${id}
status: test
description: ${Array.from({ length: 20 }, word).join(" ")}
references:
  - https://example.com/${word()}/${word()}
author: ${word()}
date: 2023-10-18
tags:
  - attack.t1059
logsource:
  ${logsource}
detection:
${block("selection", some)}
${block("filter", fields.slice(0, 1))}
  condition: selection and not filter
falsepositives:
  - ${word()}
level: medium
`;
    const place = join(folder, String(n % 40));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `rule-${n}.yml`), text);
  }
}
