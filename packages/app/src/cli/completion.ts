import type { Command } from "commander";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import { writeOut } from "./write-out.ts";

/** What can follow a command. */
interface Node {
  /** The command's words, such as `rules test`; `""` for none yet. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly { readonly flag: string; readonly about: string; readonly values: readonly string[] }[];
}

const SHELLS: Readonly<Record<string, (nodes: readonly Node[]) => string>> = { bash, zsh, fish };

/** `nightlatch completion SHELL`. The words of a query are completed by `find` itself. */
export async function runCompletion(shell: string, program: Command): Promise<ExitCode> {
  const write = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (write === undefined)
    throw new Failure("NL-CLI-SHELL", `There is no completion for the shell "${shell}"`, {
      exit: EXIT.usage,
      next: `Use one of ${Object.keys(SHELLS).join(", ")}`,
    });
  await writeOut(write(nodesOf(program, "", optionsOf(program))));
  return EXIT.done;
}

function nodesOf(command: Command, path: string, everywhere: Node["options"]): readonly Node[] {
  const commands = command.commands.map((child) => ({
    name: child.name(),
    about: child.summary() || child.description(),
  }));
  const own = path === "" ? [] : optionsOf(command);
  const node: Node = { path, commands, options: [...own, ...everywhere] };
  const below = command.commands.flatMap((child) =>
    nodesOf(child, path === "" ? child.name() : `${path} ${child.name()}`, everywhere),
  );
  return [node, ...below];
}

function optionsOf(command: Command): Node["options"] {
  return command.options.flatMap(({ long, description, argChoices }) =>
    long === undefined || long === null ? [] : [{ flag: long, about: description, values: argChoices ?? [] }],
  );
}

function bash(nodes: readonly Node[]): string {
  const cases = nodes.map(({ path, commands, options }) => {
    const words = [...commands.map(({ name }) => name), ...options.map(({ flag }) => flag), "--help"].join(" ");
    return `    "${path}") words="${words}" ;;`;
  });
  return `# bash completion for nightlatch
_nightlatch() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" i
  case "$before" in
${valueCases(nodes, (values) => `COMPREPLY=($(compgen -W "${values}" -- "$word")); return ;;`)}
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path \${COMP_WORDS[i]}" in
${nodes
  .filter(({ path }) => path !== "")
  .map(({ path }) => `      "${path.includes(" ") ? "" : " "}${path}") path="${path}" ;;`)
  .join("\n")}
    esac
  done
  if [[ "$path" == find && "$word" != -* ]]; then
    local token="\${COMP_LINE:0:COMP_POINT}" one
    token="\${token##*[[:space:]]}"
    token="\${token#[\\'\\"]}"
    # Readline takes a word apart at = and puts back its last part only.
    local before_it="\${token%"$word"}"
    COMPREPLY=()
    while IFS=$'\t' read -r one _; do COMPREPLY+=("\${one#"$before_it"}"); done < <(nightlatch find --complete -- "$token" 2>/dev/null)
    compopt +o filenames -o nospace 2>/dev/null
    return
  fi
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))
}
complete -o filenames -F _nightlatch nightlatch
`;
}

function zsh(nodes: readonly Node[]): string {
  const cases = nodes.map(({ path, commands, options }) => {
    const words = [
      ...commands.map(({ name, about }) => `"${name}:${plain(about)}"`),
      ...options.map(({ flag, about }) => `"${flag}:${plain(about)}"`),
      '"--help:show help"',
    ];
    return `    "${path}") found=(${words.join(" ")}) ;;`;
  });
  return `#compdef nightlatch
_nightlatch() {
  local -a found
  local here="" word
  case "\${words[CURRENT-1]}" in
${valueCases(nodes, (values) => `compadd -- ${values}; return ;;`)}
  esac
  for word in "\${words[@]:1:$((CURRENT-2))}"; do
    case "$here $word" in
${nodes
  .filter(({ path }) => path !== "")
  .map(({ path }) => `      "${path.includes(" ") ? "" : " "}${path}") here="${path}" ;;`)
  .join("\n")}
    esac
  done
  if [[ "$here" == find && "$PREFIX" != -* ]]; then
    local -a offered
    offered=("\${(@f)$(nightlatch find --complete -- "$PREFIX" 2>/dev/null)}")
    compadd -Q -S "" -- "\${(@)offered%%$'\t'*}"
    return
  fi
  case "$here" in
${cases.join("\n")}
  esac
  _describe "nightlatch" found
  _files
}
if [[ "$funcstack[1]" == _nightlatch ]]; then _nightlatch "$@"; else compdef _nightlatch nightlatch; fi
`;
}

function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap(({ path, commands, options }) => {
    const when =
      path === ""
        ? "__fish_use_subcommand"
        : path
            .split(" ")
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join("; and ");
    return [
      ...commands.map(({ name, about }) => `complete -c nightlatch -n "${when}" -a ${name} -d "${plain(about)}"`),
      ...options.map(({ flag, about, values }) => {
        const choices = values.length === 0 ? "" : ` -x -a "${values.join(" ")}"`;
        return `complete -c nightlatch -n "${when}" -l ${flag.slice(2)} -d "${plain(about)}"${choices}`;
      }),
    ];
  });
  const query = `complete -c nightlatch -n "__fish_seen_subcommand_from find" -f -a "(nightlatch find --complete -- (commandline -ct))"`;
  return `# fish completion for nightlatch\n${[...lines, query].join("\n")}\n`;
}

/** Cases for options whose values are known. */
function valueCases(nodes: readonly Node[], then: (values: string) => string): string {
  const known = new Map(nodes.flatMap(({ options }) => options.map(({ flag, values }) => [flag, values] as const)));
  return [...known]
    .filter(([, values]) => values.length > 0)
    .map(([flag, values]) => `    ${flag}) ${then(values.join(" "))}`)
    .join("\n");
}

/** What may stand between double quotes in a shell, and before the colon of a zsh description. */
function plain(text: string): string {
  return text.replaceAll(/["$`\\:]/g, " ").trim();
}
