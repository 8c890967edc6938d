import { describe, expect, it } from "vitest";
import { parseConfig } from "./config.ts";

describe("the protected list", () => {
  it("RS-15 is read from the configuration, one name or many, and what is no address is refused with its line", () => {
    const text = `protected:
  users: break-glass@example.com
  apps: [0oaSAFE]
  addresses: [192.0.2.0/24, "2001:db8::1"]
`;
    expect(parseConfig({ file: "n.yaml", text }).protected).toEqual({
      users: ["break-glass@example.com"],
      apps: ["0oaSAFE"],
      addresses: ["192.0.2.0/24", "2001:db8::1"],
    });
    expect(parseConfig({ file: "n.yaml", text: "tenant: acme" }).protected.users).toEqual([]);
    expect(() => parseConfig({ file: "n.yaml", text: "protected:\n  addresses: [192.0.2.300]\n" })).toThrow(
      /n\.yaml:2: "192\.0\.2\.300" is no address/,
    );
    expect(() => parseConfig({ file: "n.yaml", text: "protected:\n  accounts: [a]\n" })).toThrow(/no "accounts"/);
  });
});
