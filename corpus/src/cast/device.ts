import type { Random } from "../random/random.ts";
import { type Agent, type AgentText, agentText, type Browser, type System } from "./user-agent.ts";

/** One browser profile on one machine: the unit that holds a device token and a fingerprint. */
export interface Device {
  readonly agent: AgentText;
  /** Hash of the device-token cookie; null when the client keeps no cookies, "-" as some flows write it. */
  readonly dtHash: string | null;
  /** Made by the client at sign-in; null when the client runs no script. */
  readonly fingerprint: string | null;
  /** The record Okta keeps once Okta Verify has registered the machine; null for all others. */
  readonly registered: RegisteredDevice | null;
}

/** The `device` object of events from a registered machine. */
export interface RegisteredDevice {
  readonly id: string;
  readonly name: string;
  readonly os_platform: string;
  readonly os_version: string;
  readonly managed: boolean;
  readonly registered: boolean;
  readonly device_integrator: string | null;
  readonly disk_encryption_type: string;
  readonly screen_lock_type: string;
  readonly jailbreak: string | null;
  readonly secure_hardware_present: boolean;
}

export function newDevice(agent: Agent, random: Random): Device {
  return { agent: agentText(agent), dtHash: random.hex(64), fingerprint: random.hex(32), registered: null };
}

/** The same profile after the browser updated itself: only the user agent moves. */
export function upgraded(device: Device, agent: Agent): Device {
  return { ...device, agent: agentText(agent) };
}

/** The machine with Okta Verify on it. */
export function withOktaVerify(device: Device, name: string, random: Random): Device {
  const mobile = device.agent.device === "Mobile";
  return {
    ...device,
    registered: {
      id: `guo${random.text(idAlphabet, 17)}`,
      name,
      os_platform: mobile
        ? device.agent.os.startsWith("iOS")
          ? "IOS"
          : "ANDROID"
        : device.agent.os.startsWith("Win")
          ? "WINDOWS"
          : "MACOS",
      os_version: mobile ? "17.6.1" : "14.6.1",
      managed: !mobile,
      registered: true,
      device_integrator: null,
      disk_encryption_type: mobile ? "FULL" : "ALL_INTERNAL_VOLUMES",
      screen_lock_type: "BIOMETRIC",
      jailbreak: mobile ? "false" : null,
      secure_hardware_present: true,
    },
  };
}

/** A program, not a browser: no cookies, no fingerprint. */
export function scripted(rawUserAgent: string): Device {
  const agent = { rawUserAgent, os: "Unknown", browser: "UNKNOWN", device: "Unknown" };
  return { agent, dtHash: null, fingerprint: null, registered: null };
}

export const idAlphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

const computers: readonly (readonly [System, Browser])[] = [
  ["mac", "chrome"],
  ["mac", "chrome"],
  ["mac", "safari"],
  ["mac", "firefox"],
  ["windows", "chrome"],
  ["windows", "chrome"],
  ["windows", "edge"],
  ["windows", "firefox"],
  ["linux", "chrome"],
  ["linux", "firefox"],
  ["chromeos", "chrome"],
];

const phones: readonly (readonly [System, Browser])[] = [
  ["iphone", "safari"],
  ["iphone", "safari"],
  ["android", "chrome"],
];

export function drawAgent(kind: "computer" | "phone", version: number, random: Random): Agent {
  const [system, browser] = random.pick(kind === "computer" ? computers : phones);
  return { system, browser, version };
}
