/** Writes to the standard output and waits until it is taken. */
export function writeOut(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error === null || error === undefined ? resolve() : reject(error)));
  });
}

/** Writes to the standard error, where everything goes that is not the answer. */
export function writeError(text: string): void {
  process.stderr.write(text);
}

/** Whether colours are wanted on a stream: a terminal, and nobody said no (no-color.org, TERM=dumb). */
export function wantsColour(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, TERM } = process.env;
  return stream.isTTY && (NO_COLOR === undefined || NO_COLOR === "") && TERM !== "dumb";
}
