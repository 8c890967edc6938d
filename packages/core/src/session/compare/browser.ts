import { compareAgents } from "../../agent/index.ts";
import { inWords } from "../../baseline/index.ts";
import type { Observed } from "../observed.ts";
import { observed, type Frame } from "./frame.ts";

/** A browser this many majors behind what the tenant runs was not updated for about a year. */
const STALE_MAJORS = 12;

/** The browser: what the client claims to be, against what opened the session and what people here use. */
export function compareBrowser(frame: Frame): readonly Observed[] {
  const { before, now, history, event } = frame;
  const said: Observed[] = [];
  const change = compareAgents(before.agent, now.agent);
  const both = `${before.agent.label}, then ${now.agent.label}`;
  switch (change) {
    case "same":
      said.push(observed(frame, "agent.same", `Same user agent (${now.agent.label}), though the string can be copied`));
      break;
    case "upgrade":
      said.push(observed(frame, "agent.upgrade", `The same browser, moved forward: ${both}`));
      break;
    case "downgrade":
      said.push(observed(frame, "agent.downgrade", `The browser went backwards: ${both}`));
      break;
    case "other-browser":
      said.push(observed(frame, "agent.other-browser", `Another browser: ${both}`));
      break;
    case "other-os":
      said.push(observed(frame, "agent.other-os", `Another operating system: ${both}`));
      break;
    case "script":
      if (before.agent.kind === "script") {
        said.push(observed(frame, "agent.other-program", `Another program: ${both}`));
        break;
      }
      said.push(observed(frame, "agent.script", `A program, not a browser: ${now.agent.label}`));
      break;
    case "incomparable":
      if (now.agent.kind === "none" && before.agent.kind === "browser")
        said.push(observed(frame, "agent.missing", "No user agent, where the session's browser sends one"));
      break;
  }
  if (change !== "same" && now.agent.impossible !== "")
    said.push(observed(frame, "agent.impossible", `A version that never existed: ${now.agent.impossible}`));
  else if (change !== "same" && frame.newestMajor - now.agent.major >= STALE_MAJORS && now.agent.major > 0)
    said.push(
      observed(
        frame,
        "agent.stale",
        `${now.agent.label} is ${frame.newestMajor - now.agent.major} versions behind what this tenant uses`,
      ),
    );
  if (change !== "same" && change !== "upgrade" && now.agent.kind === "browser") {
    const familiar = history.familiar("agent", now.agent.key, event.time);
    // The habit is kept without the version, so the sentence must not claim one.
    const browser = now.agent.label.replace(/ \d+/, "");
    if (familiar !== undefined)
      said.push(
        observed(
          frame,
          "agent.familiar",
          `This user has used ${browser} before, of some version: ${inWords(familiar)}`,
        ),
      );
  }
  return said;
}
