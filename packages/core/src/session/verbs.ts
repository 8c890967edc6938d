/**
 * What an event type means when somebody else does it. `weight` is what doing it adds to the doubt about a context
 * that is already foreign; on its own an administrator's verb is an administrator's day.
 * Event type names: Okta event types catalogue (developer.okta.com/docs/reference/api/event-types).
 */
export interface Verb {
  readonly impact: Impact;
  readonly weight: number;
  /** Past tense, to follow a name: "created an API token". */
  readonly did: string;
}

export type Impact =
  | "way back in"
  | "weakened defences"
  | "took over an account"
  | "more rights"
  | "data out"
  | "secrets read"
  | "console"
  | "covering tracks"
  | "administration";

const rows: readonly (readonly [type: string, impact: Impact, weight: number, did: string])[] = [
  ["system.api_token.create", "way back in", 1.7, "created an API token"],
  ["system.api_token.update", "way back in", 1, "changed an API token"],
  ["system.api_token.enable", "way back in", 1, "enabled an API token"],
  ["system.idp.lifecycle.create", "way back in", 1.8, "created an identity provider"],
  ["system.idp.lifecycle.update", "way back in", 1.6, "changed an identity provider"],
  ["system.idp.lifecycle.activate", "way back in", 1.6, "activated an identity provider"],
  ["system.idp.key.create", "way back in", 1.4, "added a key of an identity provider"],
  ["system.idp.key.update", "way back in", 1.4, "changed a key of an identity provider"],
  ["user.lifecycle.create", "way back in", 1.2, "created a user"],
  ["user.lifecycle.activate", "way back in", 0.8, "activated a user"],
  ["user.lifecycle.reactivate", "way back in", 0.8, "reactivated a user"],
  ["user.lifecycle.unsuspend", "way back in", 0.8, "unsuspended a user"],
  ["app.oauth2.client.lifecycle.create", "way back in", 1.3, "created an OAuth client"],
  ["app.oauth2.client.lifecycle.activate", "way back in", 1, "activated an OAuth client"],
  ["app.oauth2.credentials.lifecycle.create", "way back in", 1.3, "created client credentials"],
  ["app.oauth2.client.privilege.grant", "more rights", 1.5, "granted rights to an OAuth client"],
  ["app.oauth2.as.consent.grant", "way back in", 0.6, "granted a consent"],
  ["system.agent.ad.create", "way back in", 1.3, "registered a directory agent"],
  ["application.lifecycle.create", "way back in", 0.8, "created an application"],
  ["application.lifecycle.update", "administration", 0.5, "changed an application"],
  ["inline_hook.created", "way back in", 1, "created an inline hook"],
  ["event_hook.created", "data out", 1, "created an event hook"],
  ["user.account.privilege.grant", "more rights", 1.5, "granted an administrator role"],
  ["group.privilege.grant", "more rights", 1.5, "granted an administrator role to a group"],
  ["iam.resourceset.bindings.add", "more rights", 1.3, "bound an administrator role"],
  ["iam.role.create", "more rights", 1, "created an administrator role"],
  ["iam.role.permissions.add", "more rights", 1, "widened an administrator role"],
  ["group.user_membership.add", "more rights", 0.5, "added a user to a group"],
  ["application.user_membership.add", "more rights", 0.4, "assigned an application"],
  ["user.mfa.factor.reset_all", "took over an account", 1.4, "reset every factor of a user"],
  ["user.mfa.factor.deactivate", "took over an account", 1.2, "removed a factor"],
  ["user.mfa.factor.activate", "took over an account", 1.3, "enrolled a factor"],
  ["user.mfa.factor.update", "took over an account", 1, "changed a factor"],
  ["user.mfa.attempt_bypass", "took over an account", 1.3, "bypassed a factor"],
  ["user.account.reset_password", "took over an account", 1.2, "reset a password"],
  ["user.account.update_password", "took over an account", 1, "changed a password"],
  ["user.account.expire_password", "took over an account", 0.7, "expired a password"],
  ["user.account.unlock_by_admin", "took over an account", 0.6, "unlocked an account"],
  ["user.account.update_primary_email", "took over an account", 1.2, "changed a primary e-mail address"],
  ["user.account.update_secondary_email", "took over an account", 0.8, "changed a recovery e-mail address"],
  ["user.account.update_profile", "administration", 0.3, "changed a profile"],
  ["user.session.impersonation.grant", "more rights", 1.2, "granted support access"],
  ["user.session.impersonation.initiate", "more rights", 1.2, "began to act as another user"],
  ["device.enrollment.create", "way back in", 0.6, "enrolled a device"],
  ["policy.lifecycle.create", "weakened defences", 0.9, "created a policy"],
  ["policy.lifecycle.update", "weakened defences", 1.2, "changed a policy"],
  ["policy.lifecycle.deactivate", "weakened defences", 1.3, "deactivated a policy"],
  ["policy.lifecycle.delete", "weakened defences", 1.3, "deleted a policy"],
  ["policy.rule.add", "weakened defences", 1, "added a policy rule"],
  ["policy.rule.update", "weakened defences", 1.2, "changed a policy rule"],
  ["policy.rule.deactivate", "weakened defences", 1.3, "deactivated a policy rule"],
  ["policy.rule.delete", "weakened defences", 1.3, "deleted a policy rule"],
  ["application.policy.sign_on.update", "weakened defences", 1.2, "changed an application's sign-on policy"],
  ["application.policy.sign_on.rule.create", "weakened defences", 1.1, "added a sign-on rule"],
  ["application.policy.sign_on.rule.delete", "weakened defences", 1.2, "deleted a sign-on rule"],
  ["zone.create", "weakened defences", 0.9, "created a network zone"],
  ["zone.update", "weakened defences", 1, "changed a network zone"],
  ["zone.deactivate", "weakened defences", 1.2, "deactivated a network zone"],
  ["zone.delete", "weakened defences", 1.2, "deleted a network zone"],
  ["zone.remove_blacklist", "weakened defences", 1.2, "unblocked a network zone"],
  ["security.authenticator.lifecycle.deactivate", "weakened defences", 1.3, "deactivated an authenticator"],
  ["security.threat.configuration.update", "weakened defences", 1.3, "changed ThreatInsight"],
  ["security.protected_action.settings.update", "weakened defences", 1.3, "changed Protected Actions"],
  ["security.attack_protection.settings.update", "weakened defences", 1.2, "changed attack protection"],
  ["system.log_stream.lifecycle.deactivate", "covering tracks", 1.6, "stopped a log stream"],
  ["system.log_stream.lifecycle.delete", "covering tracks", 1.6, "deleted a log stream"],
  ["event_hook.deactivated", "covering tracks", 1.2, "stopped an event hook"],
  ["event_hook.deleted", "covering tracks", 1.2, "deleted an event hook"],
  ["analytics.reports.export.request", "data out", 1.3, "requested a report"],
  ["analytics.reports.export.generate", "data out", 1.3, "generated a report"],
  ["analytics.reports.export.download", "data out", 1.4, "downloaded a report"],
  ["application.user_membership.show_password", "secrets read", 1.4, "revealed an application password"],
  ["app.oauth2.client.read_client_secret", "secrets read", 1.4, "read a client secret"],
  ["system.idp.lifecycle.read_client_secret", "secrets read", 1.4, "read an identity provider's secret"],
  ["user.session.access_admin_app", "console", 0.5, "opened the Admin Console"],
  ["app.keys.generate", "way back in", 1.2, "made a signing key"],
  ["system.agent.register", "way back in", 1.2, "registered an agent"],
  ["system.agent.ad.invoke-powershell", "way back in", 1.8, "ran a script through a directory agent"],
  ["oauth2.as.updated", "way back in", 0.8, "changed an authorization server"],
  ["oauth2.claim.created", "way back in", 0.8, "added a claim to tokens"],
  ["inline_hook.updated", "way back in", 0.9, "changed an inline hook"],
  ["security.authenticator.lifecycle.create", "way back in", 0.9, "added an authenticator"],
  ["security.trusted_origin.create", "way back in", 0.9, "trusted another origin"],
  ["device.user.add", "way back in", 0.6, "bound a device to a user"],
  ["iam.resourceset.resources.add", "more rights", 0.9, "widened what an administrator role reaches"],
  ["user.session.impersonation.extend", "more rights", 1, "went on acting as another user"],
  ["event_hook.updated", "data out", 1, "changed an event hook"],
  ["support.org.view", "data out", 0.8, "viewed the tenant's data as Okta's support"],
  ["user.account.access_support_user_app", "data out", 0.8, "opened the support user's application"],
  ["security.events.provider.delete", "covering tracks", 1.2, "deleted a provider of security events"],
  ["user.mfa.factor.suspend", "took over an account", 1, "suspended a factor"],
  ["system.mfa.factor.deactivate", "took over an account", 1.2, "removed a factor"],
  ["system.agent.ad.reset_user_password", "took over an account", 1.2, "reset a password through the directory"],
  ["user.account.unlock_token", "took over an account", 0.6, "made a token that unlocks an account"],
  [
    "application.user_membership.change_username",
    "took over an account",
    1,
    "changed whom an application takes a user for",
  ],
  ["iam.policy.configuration.update", "weakened defences", 1.1, "changed how administrator roles are governed"],
  ["security.behavior.settings.update", "weakened defences", 1.2, "changed behaviour detection"],
  ["security.behavior.settings.delete", "weakened defences", 1.3, "deleted a behaviour detection"],
  ["security.session_protection.status.update", "weakened defences", 1.3, "changed session protection"],
  ["device.assurance.policy.update", "weakened defences", 1.1, "changed a device assurance policy"],
  ["device.assurance.policy.delete", "weakened defences", 1.3, "deleted a device assurance policy"],
  ["network_zone.rule.disabled", "weakened defences", 1.2, "disabled a rule of a network zone"],
  ["system.agent.ad.config_change_detected", "weakened defences", 0.8, "changed a directory agent's configuration"],
  ["security.events.provider.create", "weakened defences", 0.9, "added a provider of security events"],
  ["support.org.update", "weakened defences", 1.3, "changed the tenant's settings as Okta's support"],
  ["user.account.privilege.revoke", "administration", 0.7, "took an administrator role away"],
  ["group.privilege.revoke", "administration", 0.7, "took a group's administrator role away"],
  ["security.zone.make_blacklist", "administration", 0.4, "blocked a network zone"],
  ["application.lifecycle.deactivate", "administration", 0.5, "deactivated an application"],
  ["device.user.remove", "administration", 0.4, "took a device from a user"],
  ["user.session.clear", "administration", 0.3, "ended a user's sessions"],
  ["user.authentication.universal_logout", "administration", 0.3, "signed a user out everywhere"],
  ["group.lifecycle.create", "administration", 0.4, "created a group"],
  ["user.lifecycle.deactivate", "administration", 0.7, "deactivated a user"],
  ["user.lifecycle.suspend", "administration", 0.6, "suspended a user"],
  ["user.lifecycle.delete.initiated", "administration", 0.8, "deleted a user"],
  ["system.idp.lifecycle.deactivate", "administration", 0.8, "deactivated an identity provider"],
  ["system.idp.lifecycle.delete", "administration", 0.9, "deleted an identity provider"],
  ["system.api_token.revoke", "administration", 0.4, "revoked an API token"],
];

const VERBS: ReadonlyMap<string, Verb> = new Map(
  rows.map(([type, impact, weight, did]) => [type, { impact, weight, did }]),
);

/** What an event type means when a stranger does it; `undefined` for the rest of the day. */
export function verbOf(type: string): Verb | undefined {
  return VERBS.get(type);
}

/** Every event type that is weighed. */
export const VERB_TYPES: readonly string[] = rows.map(([type]) => type);
