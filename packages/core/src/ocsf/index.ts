/**
 * OCSF at the edge: findings as Detection Finding (class 2004) of the Open Cybersecurity Schema Framework 1.8.0, and
 * events of the log as Authentication, API Activity or Base Event. A projection only; nothing inside thinks in OCSF.
 */
export { type DetectionFinding, OCSF_VERSION, toDetectionFinding } from "./detection-finding.ts";
export { toOcsfEvent } from "./log-event.ts";
