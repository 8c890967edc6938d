/** A rule and a correlation over it, enough to have state of every kind. */
export const RULES: readonly { readonly file: string; readonly text: string }[] = [
  {
    file: "single.yml",
    text: `title: A session begins
id: 11111111-1111-4111-8111-111111111111
name: begins
logsource: { product: okta, service: okta }
detection:
  s: { eventType: user.session.start }
  condition: s
level: low
`,
  },
  {
    file: "many.yml",
    text: `title: Many sessions begin
id: 22222222-2222-4222-8222-222222222222
level: medium
correlation:
  type: event_count
  rules: [begins]
  group-by: [actor.id]
  timespan: 1d
  condition: { gte: 2 }
`,
  },
];
