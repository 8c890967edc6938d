import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileRules } from "../match/matcher.ts";
import { loadRules } from "./load-rules.ts";

const file = { file: "public.yml", text: readFileSync(new URL("public-style.fixture.yml", import.meta.url), "utf8") };
const placeholders = { DomainControllers: ["dc*"], management_networks: ["192.0.2.0/24"] };
const set = loadRules([file], { placeholders });
const matcher = compileRules(set.rules);

/** Last two digits of the ids of the rules that match. */
function hits(event: unknown): readonly string[] {
  return matcher.match(event).map(({ id }) => id.slice(-2));
}

describe("rules in the style of the public collection", () => {
  it("SG-90 they load without error; the only warnings are about dates of old copies", () => {
    expect(set.problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'NL-SIGMA-LINT-ATTRIBUTE: "date" is "2023/09/07"; YYYY-MM-DD is wanted',
      'NL-SIGMA-LINT-ATTRIBUTE: "modified" is "2023/10/25"; YYYY-MM-DD is wanted',
    ]);
    expect(set.rules).toHaveLength(12);
    expect(set.correlations).toHaveLength(1);
    expect(loadRules([file]).problems.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "NL-SIGMA-PLACEHOLDER", rule: "Admin Logon To A Domain Controller" },
      { code: "NL-SIGMA-PLACEHOLDER", rule: "Admin Logon To A Domain Controller" },
    ]);
  });

  it.each([
    ["01", { Image: String.raw`D:\tmp\DD64.exe`, CommandLine: "dd64 /export –o out" }],
    ["02", { CommandLine: `powershell -e ${btoa("xx;$c.DownloadString('http://example.com')")}` }],
    ["02", { CommandLine: btoa("a.DownloadString('x')".split("").join("\0")) }],
    ["03", { EventID: 4697, ServiceFileName: "$env:ComSpec[4, 26 ,25]" }],
    ["03", { EventID: "4697", ServiceFileName: "x String] $VerbosePreference" }],
    ["04", { EventID: 4624, LogonType: "10", IpAddress: "198.51.100.7" }],
    ["05", { EventID: 4738, SubjectUserName: "Jo", TargetUserName: "jo", PasswordLastSet: "1/1/2026" }],
    ["06", { type: "EXECVE", a0: "/sbin/iptables", a1: "-t", a9: "--to-ports 42392" }],
    ["07", { m: String.raw`New-ExportRequest -FilePath "\127.0.0.1\C$\x"` }],
    ["08", { EventID: 4624, TargetUserName: "HOST$", Computer: "DC1", src_ip: "203.0.113.1" }],
    ["09", { eventType: "user.session.start", securityContext: { isProxy: true }, actor: { alternateId: "hunter2" } }],
    [
      "10",
      {
        eventType: "policy.evaluate_sign_on",
        target: [{ displayName: "x" }, { displayName: "Okta Admin Console" }],
        debugContext: { debugData: { behaviors: "{New IP=POSITIVE, New Device=POSITIVE}" } },
      },
    ],
    ["11", { TargetFilename: String.raw`C:\Homes\jo\AppData\x\y.exe`, Size: "2000000" }],
    ["13", { EventID: 4625 }],
  ])("SG-90 rule %s matches what it describes", (id, event) => {
    expect(hits(event)).toEqual([id]);
  });

  it.each([
    { Image: String.raw`C:\Program Files\Example\dd64.exe`, CommandLine: "dd64 /export –o out" },
    {
      Image: String.raw`D:\dd64.exe`,
      CommandLine: "x -export -o y",
      ParentImage: String.raw`c:\windows\backup\agent.exe`,
      ParentCommandLine: "run *nightly*",
    },
    { EventID: 4624, LogonType: 3, IpAddress: "10.1.1.1" },
    { EventID: 4624, LogonType: 3, IpAddress: null },
    { EventID: 4624, LogonType: 3 },
    { EventID: 4738, SubjectUserName: "jo", TargetUserName: "jo", PasswordLastSet: null },
    { EventID: 4624, TargetUserName: "HOST$", Computer: "DC1", src_ip: "192.0.2.7" },
    { eventType: "user.session.start", securityContext: { isProxy: true }, actor: { alternateId: "jo@example.com" } },
    { eventType: "user.session.start", securityContext: { isProxy: false }, actor: { alternateId: "hunter2" } },
    { eventType: "policy.evaluate_sign_on", target: null },
    { TargetFilename: String.raw`C:\Homes\jo\AppData\y.exe`, ParentImage: "wscript", ParentUser: "jo" },
  ])("SG-90 no rule matches %j", (event) => {
    expect(hits(event)).toEqual([]);
  });
});
