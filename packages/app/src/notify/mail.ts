import { createTransport } from "nodemailer";
import { fewLines, headline } from "./headline.ts";
import { type Output, OutputError } from "./output.ts";

export interface MailSettings {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS is used when the server offers it, and demanded when we sign in. */
  readonly tls: boolean;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly from: string;
  readonly to: readonly string[];
}

/** Findings by e-mail through SMTP, as text only. */
export function mail(settings: MailSettings): Output {
  const { name, host, port, tls, user, password, from, to } = settings;
  const auth = user === undefined || password === undefined ? undefined : { user, pass: password };
  const transport = createTransport({
    host,
    port,
    secure: tls,
    requireTLS: !tls && auth !== undefined,
    ...(auth === undefined ? {} : { auth }),
    connectionTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    name,
    send: async ({ id, finding, revision }) => {
      try {
        await transport.sendMail({
          from,
          to: [...to],
          subject: headline(finding),
          text: fewLines({ finding, revision }).join("\n"),
          // Revisions of one finding are one conversation.
          messageId: `<${id}@nightlatch>`,
          ...(revision === 1 ? {} : { references: `<${finding.id}@nightlatch>` }),
        });
      } catch (cause) {
        const code =
          typeof cause === "object" && cause !== null && "responseCode" in cause ? Number(cause.responseCode) : 0;
        const passing = code < 500 || code === 0;
        throw new OutputError(
          code === 0 ? "The mail server did not take the mail" : `The mail server answered ${code}`,
          { passing, cause },
        );
      }
    },
    close: () => transport.close(),
  };
}
