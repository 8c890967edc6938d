import { type AnyRoute, asksInAddress, type InputForm, namesInPath, type ProblemPlace } from "@nightlatch/client";
import type { Context } from "hono";
import { readObject } from "./read-body.ts";
import { Refusal } from "./refusal.ts";

const MAX_BODY = 64 * 1024;
const MAX_ERRORS = 20;

/**
 * What a request asks, in the form of its route: members of the path, and of the query or the body. Throws a Refusal
 * NL-API-INPUT that names every wrong value and repeats none.
 */
export async function inputOf<Input>(
  context: Context,
  route: Pick<AnyRoute, "path" | "method" | "bytes"> & { readonly input: InputForm<Input> },
): Promise<Input> {
  const names = namesInPath(route.path);
  const rest = asksInAddress(route)
    ? queryOf(context)
    : route.bytes === undefined
      ? await bodyOf(context, route.input)
      : {};
  const again = names.find((name) => Object.hasOwn(rest, name));
  if (again !== undefined) throw refused([{ place: again, reason: "It stands in the path, and only there" }]);
  const params = Object.fromEntries(names.map((name) => [name, context.req.param(name)]));
  const result = route.input.safeParse({ ...rest, ...params });
  if (result.success) return result.data;
  throw refused(
    result.error.issues
      .slice(0, MAX_ERRORS)
      .map(({ path, message }) => ({ place: path.map(String).join("."), reason: message.slice(0, 300) })),
  );
}

function queryOf(context: Context): Readonly<Record<string, unknown>> {
  const { searchParams } = new URL(context.req.url);
  const names = [...searchParams.keys()];
  const again = names.find((name, n) => names.indexOf(name) !== n);
  if (again !== undefined) throw refused([{ place: again.slice(0, 100), reason: "It stands there more than once" }]);
  return Object.fromEntries(searchParams);
}

/** A route that wants nothing in its body may come without one. */
async function bodyOf(context: Context, form: InputForm<unknown>): Promise<Readonly<Record<string, unknown>>> {
  const { raw } = context.req;
  const empty = raw.body === null || raw.headers.get("content-length") === "0";
  if (empty && form.safeParse({}).success) return {};
  return readObject(raw, MAX_BODY);
}

function refused(errors: readonly ProblemPlace[]): Refusal {
  const [first] = errors;
  const where = first === undefined || first.place === "" ? "" : ` ("${first.place}")`;
  return new Refusal("NL-API-INPUT", `${first?.reason ?? "The request is wrong"}${where}`, { errors });
}
