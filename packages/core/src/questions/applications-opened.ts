import { counted } from "../scope/index.ts";
import { answered, noGround } from "./proven.ts";
import type { Question } from "./question.ts";

const OPENED = /^user\.authentication\.sso$|^user\.session\.access_admin_app$|^app\.oauth2\.(?:as\.)?token\.grant/;

/** Applications that the intruder got into by single sign-on, and accounts there; what was done inside, their own logs say. */
export const applicationsOpenedQuestion: Question = {
  id: "applications-opened",
  text: "Which applications did the intruder open?",
  ask: (inquiry) => {
    const { scope, now } = inquiry;
    if (scope.first === undefined) return Promise.resolve(noGround("applications-opened", inquiry));
    const names = new Map(scope.objects.map(({ key, name, id }) => [key, name || id]));
    const items = scope.steps
      .filter(
        ({ type, touch, to }) =>
          OPENED.test(type) && touch !== "tried" && /^(?:application|downstream-account):/.test(to),
      )
      .map(({ to, from, first, certainty, uids, events }) => ({
        key: to,
        name: names.get(to) ?? to,
        what: `Opened through ${from}${events > 1 ? `, ${events} times` : ""}; what was done there, its own log has to say`,
        at: first,
        certainty,
        uids,
      }));
    const apps = [...new Set(items.filter(({ key }) => key.startsWith("application:")).map(({ name }) => name))];
    return Promise.resolve(
      answered(
        {
          question: "applications-opened",
          items,
          since: scope.first,
          until: now,
          yes: `${counted(apps.length, "application was", "applications were")} opened: ${apps.slice(0, 6).join(", ")}`,
          no: "No application was opened through the identity provider",
          limits: ["An application's own sessions live on without the identity provider"],
        },
        inquiry,
      ),
    );
  },
};
