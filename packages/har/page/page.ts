/** The page's script: takes a dropped capture, scrubs it here, hands it back. It has no way to send anything. */
import { type Profile, type Receipt, scrub, type Scrubbed } from "@nightlatch/har";

const SLICE = 4 * 1024 * 1024;

function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`The page has no "${id}"`);
  return found;
}

const drop = element("drop", HTMLLabelElement);
const input = element("file", HTMLInputElement);
const profile = element("profile", HTMLSelectElement);
const status = element("status", HTMLParagraphElement);
const result = element("result", HTMLElement);
const rows = element("rows", HTMLTableSectionElement);
const save = element("save", HTMLAnchorElement);
const saveReceipt = element("save-receipt", HTMLAnchorElement);

input.addEventListener("change", () => take(input.files?.[0]));
for (const name of ["dragover", "dragenter"]) drop.addEventListener(name, (event) => event.preventDefault());
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  take(event.dataTransfer?.files[0]);
});

function take(file: File | undefined): void {
  if (file === undefined) return;
  result.hidden = true;
  status.textContent = `Reading ${file.name} …`;
  scrubFile(file).catch((error: unknown) => {
    status.textContent = `Something went wrong: ${error instanceof Error ? error.message : String(error)}. Nothing is given out.`;
  });
}

async function scrubFile(file: File): Promise<void> {
  async function* open(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < file.size; at += SLICE) yield new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer());
  }
  const parts: Blob[] = [];
  const key = crypto.getRandomValues(new Uint8Array(32));
  const write = (bytes: Uint8Array): void => void parts.push(new Blob([bytes.slice()]));
  const scrubbed = await scrub(open, write, { key, profile: profile.value as Profile });
  show(file.name, scrubbed, parts);
}

function show(name: string, scrubbed: Scrubbed, parts: readonly Blob[]): void {
  if (!scrubbed.ok) {
    status.textContent = `${scrubbed.problem.code}: ${scrubbed.problem.message}. Nothing is given out.`;
    return;
  }
  const { receipt } = scrubbed;
  status.textContent = `${receipt.values} values taken out of ${receipt.replacements} places in ${receipt.entries} entries. The scan of the output found nothing left.`;
  rows.replaceChildren(
    ...receipt.replaced.map(rowOf),
    ...receipt.notJudged.map(({ place, because, count }) =>
      row([String(count), "", `Not judged, taken out: ${because}`, place]),
    ),
  );
  offer(save, new Blob([...parts], { type: "application/json" }), name.replace(/(\.har)?$/i, ".scrubbed.har"));
  offer(
    saveReceipt,
    new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" }),
    `${name}.receipt.json`,
  );
  result.hidden = false;
  save.focus();
}

function rowOf({ title, place, values, count }: Receipt["replaced"][number]): HTMLTableRowElement {
  return row([String(count), String(values), title, place]);
}

function row(cells: readonly string[]): HTMLTableRowElement {
  const line = document.createElement("tr");
  for (const cell of cells) line.insertCell().textContent = cell;
  return line;
}

/** Lets go of the last file, and offers this one. */
function offer(link: HTMLAnchorElement, blob: Blob, name: string): void {
  if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(blob);
  link.download = name;
}
