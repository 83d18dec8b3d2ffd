import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import yazl from 'yazl';
import type { App, ExportPart } from '../../kernel/app.ts';

const explanation = `Everything that your account holds: one JSON object a line in each .jsonl file, your pictures in media/.
Times are in UTC. Of other people there is what you may see of them.
`;

/** A zip of everything that somebody has here, made while it is read, so that it may be of any size. */
export function zipOf(app: App, accountId: string): Readable {
  const zip = new yazl.ZipFile();
  const output = readableOf(zip.outputStream);
  zip.on('error', (error: Error) => output.destroy(error));
  fill(zip, app, accountId).then(
    () => zip.end(),
    (error: Error) => output.destroy(error),
  );
  return output;
}

/** NOTE: one entry after another, so that no more than one of them is open. */
async function fill(zip: yazl.ZipFile, app: App, accountId: string): Promise<void> {
  zip.addBuffer(Buffer.from(explanation), 'README.txt');
  for (const part of app.exported.parts) await add(zip, part.file, linesOf(app, part, accountId));
  for await (const { path, name } of app.exported.files(app, accountId)) {
    const file = await app.storage.open(name);
    if (!file) continue;
    await using _ = file;
    await add(zip, path, file.read(0, file.size - 1));
  }
}

/** NOTE: pictures are compressed already. */
async function add(zip: yazl.ZipFile, path: string, content: Readable): Promise<void> {
  zip.addReadStream(content, path, { compress: path.endsWith('.jsonl') });
  await finished(content);
}

function linesOf(app: App, { rows }: ExportPart, accountId: string): Readable {
  const lines = async function* () {
    for await (const row of rows(app, accountId)) yield `${JSON.stringify(row)}\n`;
  };
  return Readable.from(lines(), { objectMode: false });
}

/** NOTE: yazl makes it a PassThrough and declares less. */
function readableOf(stream: NodeJS.ReadableStream): Readable {
  return stream as Readable;
}
