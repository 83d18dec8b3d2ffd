/** Fields that are made of chance or time. */
const secrets = new Set(['accessToken', 'refreshToken', 'token', 'hint', 'cursor', 'nextCursor']);

const uuidForm = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const dateForm = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const minute = 60_000;

/**
 * Where two values differ that are answers to one call in two worlds that parted at some time: what arose later has other ids
 * and times, all else is the same.
 */
export function differences(one: unknown, other: unknown, partedAt: Date): string[] {
  const compare = (a: unknown, b: unknown, at: string): string[] => {
    if (Object.is(a, b)) return [];
    if (isRecord(a) && isRecord(b) && Array.isArray(a) === Array.isArray(b))
      return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
        compare(a[key], b[key], `${at}.${key}`),
      );
    if (typeof a === 'string' && typeof b === 'string' && areAlike({ a, b, at, partedAt })) return [];
    return [`${at}: ${JSON.stringify(a)} / ${JSON.stringify(b)}`];
  };
  return compare(one, other, '');
}

function areAlike({ a, b, at, partedAt }: { a: string; b: string; at: string; partedAt: Date }): boolean {
  const name = at.slice(at.lastIndexOf('.') + 1);
  if (secrets.has(name)) return a !== '' && b !== '' && Math.abs(a.length - b.length) < 10;
  if (dateForm.test(a) && dateForm.test(b)) return isLater(new Date(a), partedAt) && areNear(a, b);
  const withoutNew = (text: string) =>
    text
      .replaceAll(uuidForm, (id) => (isLater(bornAt(id), partedAt) ? '<new>' : id))
      .replace(/([?&](expires|signature))=[\w-]+/g, '$1');
  return withoutNew(a) === withoutNew(b);
}

function isLater(date: Date, partedAt: Date): boolean {
  return date.getTime() >= partedAt.getTime() - 1000;
}

function areNear(a: string, b: string): boolean {
  return Math.abs(new Date(a).getTime() - new Date(b).getTime()) < minute;
}

/** NOTE: ids are UUIDs of the seventh kind, which begin with the time of their making. */
function bornAt(id: string): Date {
  return new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
