/** What may stand before a `/` that opens a regular expression rather than divides. */
const BEFORE_REGEX = new Set("(,=:[!&|?{};+-*%~^<>");
const WORDS_BEFORE_REGEX = /(?:^|[^.\w$])(?:return|typeof|case|in|of|delete|void|throw|new|do|else|yield|await)\s*$/;

/**
 * Replaces comments, regular expressions and the content of strings by spaces, so that what is left is code.
 * Every character keeps its place; quotes stay, to show where a string was.
 */
export function blank(source: string): string {
  const out = source.split("");
  const hide = (from: number, to: number): void => {
    for (let i = from; i < to && i < out.length; i++) if (out[i] !== "\n") out[i] = " ";
  };
  /** One entry for each template literal we are inside of: how many braces are open in its `${ }`. */
  const templates: number[] = [];
  let i = 0;
  let codeBefore = "";
  const template = (): void => {
    const end = endOfTemplate(source, i + 1);
    hide(i + 1, end.at);
    i = end.at + (end.opens ? 2 : 1);
    if (end.opens) templates.push(0);
    codeBefore = end.opens ? "{" : "`";
  };
  while (i < source.length) {
    const c = source.charAt(i);
    const two = source.slice(i, i + 2);
    if (two === "//" || two === "/*") {
      const end = two === "//" ? indexOrEnd(source, "\n", i) : indexOrEnd(source, "*/", i + 2) + 2;
      hide(i, end);
      i = end;
    } else if (c === '"' || c === "'") {
      const end = endOfString(source, i, c);
      hide(i + 1, end);
      i = end + 1;
      codeBefore = c;
    } else if (c === "`") {
      template();
    } else if (c === "}" && templates.at(-1) === 0) {
      templates.pop();
      template();
    } else if (
      c === "/" &&
      (codeBefore === "" ||
        BEFORE_REGEX.has(codeBefore) ||
        WORDS_BEFORE_REGEX.test(source.slice(Math.max(0, i - 20), i)))
    ) {
      const end = endOfRegex(source, i + 1);
      hide(i, end);
      i = end;
      codeBefore = "/";
    } else {
      const depth = templates.length - 1;
      if (depth >= 0 && (c === "{" || c === "}")) templates[depth] = (templates[depth] ?? 0) + (c === "{" ? 1 : -1);
      if (c.trim() !== "") codeBefore = c;
      i++;
    }
  }
  return out.join("");
}

function indexOrEnd(source: string, what: string, from: number): number {
  const at = source.indexOf(what, from);
  return at === -1 ? source.length : at;
}

function endOfString(source: string, from: number, quote: string): number {
  let i = from + 1;
  while (i < source.length && source.charAt(i) !== quote && source.charAt(i) !== "\n")
    i += source.charAt(i) === "\\" ? 2 : 1;
  return i;
}

function endOfTemplate(source: string, from: number): { readonly at: number; readonly opens: boolean } {
  let i = from;
  while (i < source.length) {
    const c = source.charAt(i);
    if (c === "`") return { at: i, opens: false };
    if (c === "$" && source.charAt(i + 1) === "{") return { at: i, opens: true };
    i += c === "\\" ? 2 : 1;
  }
  return { at: source.length, opens: false };
}

function endOfRegex(source: string, from: number): number {
  let inClass = false;
  for (let i = from; i < source.length && source.charAt(i) !== "\n"; i++) {
    const c = source.charAt(i);
    if (c === "\\") i++;
    else if (c === "[") inClass = true;
    else if (c === "]") inClass = false;
    else if (c === "/" && !inClass) return i + 1;
  }
  return from;
}
