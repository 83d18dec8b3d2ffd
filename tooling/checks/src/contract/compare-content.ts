import { changeAt, type LocalChange, type Place } from './change.ts';
import { type Content, canonical, type Media, type SchemaLike } from './document.ts';
import type { CompareSchemas } from './walk.ts';

/** What became of the media types of a body, and of what is sent under each. */
export function compareContent(
  place: Place,
  { before, after }: { readonly before: Content; readonly after: Content },
  compareSchemas: CompareSchemas,
): LocalChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((type) => {
    const [old, now] = [before[type], after[type]];
    if (!now) return [changeAt(place, 'break', `media type ${type} is gone`)];
    if (!old) return [changeAt(place, 'addition', `media type ${type} is new`)];
    return [
      ...compareSchemas(place, { before: schemaOf(old), after: schemaOf(now) }),
      ...compareEncoding(place, old, now),
    ];
  });
}

/** NOTE: a stream is described by its items, one after the other, as if each were the body. */
function schemaOf({ schema, itemSchema }: Media): SchemaLike {
  return itemSchema ?? schema ?? true;
}

function compareEncoding(place: Place, before: Media, after: Media): LocalChange[] {
  if (canonical(before.encoding) === canonical(after.encoding)) return [];
  return [changeAt(place, 'break', 'the parts of the form are written in another way')];
}
