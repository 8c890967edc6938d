import assert from "node:assert/strict";
import { signalEnvelope, signalFinding } from "@nightlatch/core";
import { isRefused, readSet } from "../../packages/app/src/signals/read-set.ts";
import { userIn } from "../../packages/app/src/signals/subject-user.ts";
import { hostile } from "../hostile.ts";
import type { Target } from "../target.ts";

const WORDS = [
  ...'{}[]:,"'.split(""),
  '"iss":"https://idp.example.com",',
  '"jti":"j",',
  '"iat":1615305159,',
  '"iat":1e300,',
  '"sub_id":',
  '"events":',
  '"https://schemas.openid.net/secevent/caep/event-type/risk-level-change":',
  '"event_timestamp":-1,',
  '"current_level":"HIGH"',
  '{"format":"aliases","identifiers":[',
  '{"user":',
  '{"format":"email","email":"jo@example.com"}',
  '"__proto__":',
  "null",
  "\u0000",
];
const SAMPLES = [
  '{"iss":"https://idp.example.com","jti":"j","iat":1615305159,"aud":"a","txn":8675309,"sub_id":{"format":"complex","user":{"format":"email","email":"jo@example.com"}},"events":{"https://schemas.openid.net/secevent/caep/event-type/risk-level-change":{"event_timestamp":1615304991643,"current_level":"HIGH","reason_admin":{"en":"why"}}}}',
  '{"iss":"https://acme.okta.com","jti":"k","iat":1615305159,"events":{"https://schemas.openid.net/secevent/caep/event-type/session-revoked":{"subject":{"subject_type":"iss_sub","iss":"x","sub":"00u"},"event_timestamp":1615304991}}}',
].map((text) => Buffer.from(text));

/** Any claims of a token are an event with a time that can be told, or refused in the words of RFC 8935. */
export const signals: Target = {
  name: "signals",
  input: hostile(WORDS, SAMPLES),
  check: (bytes) => {
    let claims: unknown;
    try {
      claims = JSON.parse(Buffer.from(bytes).toString());
    } catch {
      return;
    }
    if (typeof claims !== "object" || claims === null || Array.isArray(claims)) return;
    const event = readSet(claims as Readonly<Record<string, unknown>>);
    if (isRefused(event)) {
      assert.match(event.err, /^(?:invalid_request|invalid_issuer)$/);
      return;
    }
    const envelope = signalEnvelope({ ...event, user: userIn(event.subject) }, "acme", bytes.length);
    assert.match(new Date(envelope.time).toISOString(), /^(?:20|19)/);
    assert.match(envelope.uid, /^set-[0-9a-f]{16}$/);
    const finding = signalFinding(envelope);
    assert.ok(finding === undefined || finding.evidence[0]?.uid === envelope.uid);
  },
};
