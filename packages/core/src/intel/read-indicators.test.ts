import { describe, expect, it } from "vitest";
import { readIndicators } from "./read-indicators.ts";

function read(text: string): {
  readonly form: string;
  readonly values: readonly string[];
  readonly problems: readonly string[];
} {
  const { form, indicators, problems } = readIndicators(text, "feed");
  return {
    form,
    values: indicators.map(({ kind, value }) => `${kind} ${value}`),
    problems: problems.map(({ line, reason }) => `${line}: ${reason}`),
  };
}

const STIX = {
  type: "bundle",
  id: "bundle--1",
  objects: [
    { type: "identity", id: "identity--1", name: "Somebody" },
    {
      type: "indicator",
      id: "indicator--1",
      name: "Exit",
      pattern_type: "stix",
      pattern: "[ipv4-addr:value = '198.51.100.7' OR ipv6-addr:value IN ('2001:db8::1', '2001:db8::2')]",
      valid_until: "2026-05-01T00:00:00Z",
    },
    {
      type: "indicator",
      id: "indicator--2",
      pattern: "[ipv4-addr:value ISSUBSET '203.0.113.0/24'] OR [domain-name:value = 'evil.example']",
    },
    {
      type: "indicator",
      id: "indicator--3",
      pattern: "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'It\\'s/1.0']",
    },
    { type: "indicator", id: "indicator--4", pattern: "[file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e']" },
    { type: "indicator", id: "indicator--5", revoked: true, pattern: "[ipv4-addr:value = '192.0.2.1']" },
    {
      type: "indicator",
      id: "indicator--6",
      pattern: "[ipv4-addr:value = '192.0.2.2' AND domain-name:value = 'a.example']",
    },
    { type: "indicator", id: "indicator--7", pattern_type: "yara", pattern: "rule a {}" },
  ],
};

const MISP = {
  Event: {
    info: "Campaign",
    Attribute: [
      { type: "ip-src", value: "198.51.100.7", to_ids: true, comment: "exit" },
      { type: "ip-dst|port", value: "198.51.100.8|443", to_ids: true },
      { type: "md5", value: "d41d8cd98f00b204e9800998ecf8427e", to_ids: true },
      { type: "ip-src", value: "192.0.2.1", to_ids: false },
      { type: "ip-src", value: "192.0.2.2", deleted: true },
    ],
    Object: [
      {
        Attribute: [
          { type: "user-agent", value: "python-requests/2.31.0" },
          { type: "domain|ip", value: "evil.example|203.0.113.9" },
        ],
      },
    ],
  },
};

describe("lists of indicators", () => {
  it("TI-1 tells the form by the content", () => {
    expect(read("198.51.100.7\n").form).toBe("list");
    expect(read("ip,expires\n198.51.100.7,2027-01-01\n").form).toBe("csv");
    expect(read(JSON.stringify(STIX)).form).toBe("stix");
    expect(read(JSON.stringify(MISP)).form).toBe("misp");
    expect(read(JSON.stringify({ response: [MISP] })).values).toEqual(read(JSON.stringify(MISP)).values);
  });

  it("TI-2 reads a plain list with comments, in spellings that nobody clicks on by mistake", () => {
    const { values, problems } = read(
      "\uFEFF# exits\n198.51.100[.]7  # the first\r\n203.0.113.0/24\nhxxps://Evil[.]example/path\n2001:db8::1\n[2001:db8::2]\nMozilla/5.0 (X11; Linux x86_64)\n",
    );
    expect(values).toEqual([
      "address 198.51.100.7",
      "network 203.0.113.0/24",
      "domain evil.example",
      "address 2001:db8::1",
      "agent Mozilla/5.0 (X11; Linux x86_64)",
    ]);
    expect(problems).toEqual(['6: "[2001:db8::2]" is no address, block of addresses, domain or user agent']);
  });

  it("TI-3 reads a table by its header: values, ends and notes; and one without a header by what its cells are", () => {
    const table = 'type;indicator;valid_until;comment\nip;198.51.100.7;2026-05-01;"exit; shared"\nip;192.0.2.1;soon;\n';
    const { indicators, problems } = readIndicators(table, "feed");
    expect(indicators).toEqual([
      {
        kind: "address",
        value: "198.51.100.7",
        source: "feed",
        note: "ip · exit; shared",
        until: Date.UTC(2026, 4, 2),
      },
    ]);
    expect(problems).toEqual([{ line: 3, reason: expect.stringContaining('"soon" is no date') as string }]);
    expect(read("scanner,198.51.100.7\nother,evil.example\n").values).toEqual([
      "address 198.51.100.7",
      "domain evil.example",
    ]);
    expect(read("# comment\nip\n198.51.100.7\n").values).toEqual(["address 198.51.100.7"]);
  });

  it("TI-4 reads the patterns of a STIX bundle of which one comparison is enough, and says which it left out", () => {
    const { values, problems } = read(JSON.stringify(STIX));
    expect(values).toEqual([
      "address 198.51.100.7",
      "address 2001:db8::1",
      "address 2001:db8::2",
      "network 203.0.113.0/24",
      "domain evil.example",
      "agent It's/1.0",
    ]);
    expect(problems).toEqual([expect.stringContaining("indicator--6 asks for more than one thing")]);
    const all = readIndicators(JSON.stringify(STIX), "feed");
    expect(all.indicators[0]).toMatchObject({ note: "Exit", until: Date.UTC(2026, 4, 1) });
    expect(all.unused).toBe(2);
  });

  it("TI-5 reads the attributes of a MISP event that are meant for detection, also those within objects", () => {
    expect(read(JSON.stringify(MISP)).values).toEqual([
      "address 198.51.100.7",
      "address 198.51.100.8",
      "agent python-requests/2.31.0",
      "domain evil.example",
      "address 203.0.113.9",
    ]);
    expect(readIndicators(JSON.stringify(MISP), "feed").indicators[0]?.note).toBe("Campaign · exit");
  });

  it("TI-6 says what it cannot use, and goes on", () => {
    expect(read('{"type":"bundle"').problems).toEqual([expect.stringContaining("is it whole?")]);
    expect(read('{"a":1}').problems).toEqual([expect.stringContaining("neither a STIX bundle nor a MISP event")]);
    expect(read("not an indicator at all\n198.51.100.7\n")).toMatchObject({
      values: ["address 198.51.100.7"],
      problems: ['1: "not an indicator at all" is no address, block of addresses, domain or user agent'],
    });
    expect(readIndicators("d41d8cd98f00b204e9800998ecf8427e\njo@example.com\n", "feed").unused).toBe(2);
  });

  it("TI-7 keeps of an indicator that stands twice the one that ends later", () => {
    const { indicators } = readIndicators("ip,expires\n192.0.2.1,2026-01-01\n192.0.2.1,2027-01-01\n", "feed");
    expect(indicators.map(({ until }) => until)).toEqual([Date.UTC(2027, 0, 2)]);
  });
});
