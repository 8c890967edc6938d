/** How a step of the gate went; `output` is what a person has to read. */
export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}
