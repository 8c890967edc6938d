import { CHAIN, EVENT_LIST, EVENTS, HOW, JOURNAL, MANIFEST, PAGE, REPORT, SUMS } from "./pack-files.ts";

/** What somebody reads who has the folder and nothing of ours. */
export function howToCheck({ id, tenant }: { readonly id: string; readonly tenant: string }): string {
  return `Evidence of case ${id}, tenant ${tenant}
${"=".repeat(24)}

What is here
  ${PAGE}       what is said of the case, for people; no scripts, nothing is fetched
  ${REPORT}       the same for machines
  ${EVENTS}     every event that the report cites, byte for byte as the source gave it, each followed by a line feed
  ${EVENT_LIST}        for each event in ${EVENTS}, in order: uid, time, when it reached us, where it begins
                    and how long it is (bytes), SHA-256 of these bytes
  ${JOURNAL}    every entry of the journal about the case
  ${CHAIN}      number, previous hash and hash of every entry of the whole journal
  ${MANIFEST}     sizes and SHA-256 of the files above and of ${HOW}
  ${SUMS}        the same for sha256sum, with ${MANIFEST} itself

1. Nothing in the folder was changed
     sha256sum --check ${SUMS}
   All of it rests on one value: the SHA-256 of ${MANIFEST}. It was shown when the pack was made, to be kept apart from
   the folder. Compare:
     sha256sum ${MANIFEST}

2. The events are those that the source gave
   Ask the source for the uids in ${EVENT_LIST} yourself, and compare.

3. The journal was not written anew
   The hash of an entry is the SHA-256 of this JSON array, as UTF-8 without white space:
     [seq, at, who, kind, subject, body, previous]
   body is a text (JSON in a string). previous is the hash of the entry before it; before the first stand 64 zeros.
     python3 - <<'END'
     import hashlib, json
     chain = [json.loads(line) for line in open("${CHAIN}", encoding="utf-8")]
     last = "0" * 64
     for n, link in enumerate(chain, 1):
         assert link["seq"] == n and link["previous"] == last, n
         last = link["hash"]
     for line in open("${JOURNAL}", encoding="utf-8"):
         e = json.loads(line)
         part = [e[k] for k in ("seq", "at", "who", "kind", "subject", "body", "previous")]
         text = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
         assert hashlib.sha256(text.encode()).hexdigest() == e["hash"] == chain[e["seq"] - 1]["hash"], e["seq"]
     print("holds", len(chain), last)
     END
   A head that was kept elsewhere earlier (number:hash) must stand in ${CHAIN} under its number. Entries about other
   cases are not here; their hashes are, so that none can be left out or put between.

4. With Nightlatch, all of it
     nightlatch verify FOLDER
`;
}
