import type { Command } from "commander";
import type { Ended } from "./ended.ts";

/** `nightlatch completion` */
export function addCompletion(program: Command, ended: Ended): void {
  program
    .command("completion")
    .description("Print a script that completes nightlatch on the command line.")
    .summary("complete commands and options in a shell")
    .argument("<shell>", "bash, zsh or fish")
    .addHelpText(
      "after",
      `
Examples:
  source <(nightlatch completion bash)
  nightlatch completion zsh > ~/.zfunc/_nightlatch
  nightlatch completion fish > ~/.config/fish/completions/nightlatch.fish
`,
    )
    .action(async (shell: string) => {
      const { runCompletion } = await import("../completion.ts");
      ended(await runCompletion(shell, program));
    });
}
