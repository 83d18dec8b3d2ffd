import { countGraphemes, limits } from '@rookery/contract';

/** Of UTF-8, so that a header can carry it and a disk can keep it. */
const mostBytes = 240;
const mostUnits = 4096;
const mostOfExtension = 16;

/** What `FormData` calls a blob that has no name. */
const nameless = new Set(['', '.', '..', 'blob']);

/** Steers how text is shown, or breaks its line; the joiners within emoji and scripts stay. */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The name under which a file is downloaded: the last step of the path that a stranger sent, in one line; null for none. */
export function fileNameOf(sent: string): string | null {
  const last = sent.slice(-mostUnits).toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const line = last.replace(/\s/gu, ' ').replace(unseen, '').replace(/ +/g, ' ').trim();
  return nameless.has(line) ? null : shortened(line) || null;
}

/** What is too long loses the end of its stem rather than its extension. */
function shortened(name: string): string {
  if (fits(name)) return name;
  const dot = name.lastIndexOf('.');
  const hasExtension = dot > 0 && name.length - dot <= mostOfExtension;
  const extension = hasExtension ? name.slice(dot) : '';
  let stem = '';
  for (const { segment } of new Intl.Segmenter('und').segment(hasExtension ? name.slice(0, dot) : name)) {
    if (!fits(stem + segment + extension)) break;
    stem += segment;
  }
  return (stem.trim() + extension).trim();
}

function fits(name: string): boolean {
  return Buffer.byteLength(name) <= mostBytes && countGraphemes(name) <= limits.fileName;
}
