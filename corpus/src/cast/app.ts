import type { Random } from "../random/random.ts";
import { oktaId } from "./person.ts";

/** An application that people reach through Okta. */
export interface App {
  readonly id: string;
  readonly label: string;
  readonly key: string;
  readonly mode: "SAML_2_0" | "OPENID_CONNECT" | "AUTO_LOGIN";
  /** Where the application redeems codes: in the page, on its own server, or in a native program. */
  readonly client: "page" | "server" | "native";
  readonly clientId: string;
}

const known: readonly (readonly [string, string, App["mode"], App["client"]])[] = [
  ["Google Workspace", "google", "SAML_2_0", "server"],
  ["Slack", "slack", "SAML_2_0", "native"],
  ["Zoom", "zoomus", "SAML_2_0", "native"],
  ["Salesforce.com", "salesforce", "SAML_2_0", "server"],
  ["Atlassian Cloud", "atlassian", "SAML_2_0", "server"],
  ["GitHub Enterprise Cloud", "githubcloud", "SAML_2_0", "server"],
  ["Workday", "workday", "SAML_2_0", "server"],
  ["AWS IAM Identity Center", "amazon_aws_sso", "SAML_2_0", "server"],
  ["Microsoft Office 365", "office365", "SAML_2_0", "native"],
  ["ServiceNow", "servicenow_ud", "SAML_2_0", "server"],
  ["Expense Portal", "oidc_client", "OPENID_CONNECT", "page"],
  ["People Directory", "oidc_client", "OPENID_CONNECT", "page"],
  ["Internal Wiki", "oidc_client", "OPENID_CONNECT", "server"],
  ["Build Console", "oidc_client", "OPENID_CONNECT", "server"],
  ["Field App", "oidc_client", "OPENID_CONNECT", "native"],
  ["Travel Desk", "bookmark", "AUTO_LOGIN", "server"],
];

export function appsOf(random: Random): readonly App[] {
  return known.map(([label, key, mode, client]) => {
    const id = oktaId("0oa", random);
    return { id, label, key, mode, client, clientId: id };
  });
}

/** Okta's own Admin Console application; the client id is the same in every tenant. */
export const adminConsoleClientId = "okta.b58d5b75-07d4-5f25-bf59-368a1261a405";
