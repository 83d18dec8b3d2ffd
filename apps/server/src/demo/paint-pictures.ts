import { type App, completeImage, statement } from '@rookery/api';
import { persons } from './people/everybody.ts';
import { paint } from './pictures/paint.ts';
import { type Picture, pictures } from './pictures/pictures.ts';
import { portraitOf } from './pictures/portraits.ts';

const unpainted = statement<{ id: string; alt: string }>(
  'demo.unpainted',
  `select m.id, m.alt from media m join account a on a.id = m.owner_id
   where m.status = 'processing' and m.kind = 'image' and a.email like '%@demo.example' order by m.width, m.id`,
);

/** Paints what the demo announced and nobody has painted yet, until it is told to stop. */
export async function paintPictures(app: App, signal?: AbortSignal): Promise<void> {
  const rows = await app.sql.rows(unpainted, []);
  if (rows.length === 0) return;
  const all: Picture[] = [...Object.values(pictures), ...persons.map(portraitOf)];
  const byAlt = new Map(all.map((picture) => [picture.alt, picture]));
  const painted = new Map<string, Buffer>();
  for (const { id, alt } of rows) {
    const picture = byAlt.get(alt);
    if (signal?.aborted) return;
    if (!picture) continue;
    const png = painted.get(alt) ?? (await paint(picture.scene, picture));
    painted.set(alt, png);
    await completeImage(app, id, png);
  }
}

/** Paints beside all else; ends with the picture that it is at when it is disposed. */
export function beginPainting(app: App): AsyncDisposable {
  const ending = new AbortController();
  const work = paintPictures(app, ending.signal).catch((error: unknown) =>
    app.log.warn({ err: error }, 'the pictures of the demo could not all be painted'),
  );
  return {
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await work;
    },
  };
}
