import { BlockList, isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { z } from 'zod';

const mostProcesses = 64;

// NOTE: every message reads "The setting NAME <message>"; what follows a colon says how to mend it. Values are never repeated: they may be secrets.

/** A whole number within bounds. */
export function whole(min: number, max: number): z.ZodType<number, string> {
  return z
    .string()
    .refine(
      (text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max,
      `is not a whole number from ${min} to ${max}`,
    )
    .transform(Number);
}

/** How many processes serve; `auto` is one for each core. */
export const processCount: z.ZodType<number, string> = z
  .string()
  .refine(
    (text) => text === 'auto' || (/^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= mostProcesses),
    `is neither auto nor a whole number from 1 to ${mostProcesses}`,
  )
  .transform((text) => (text === 'auto' ? Math.min(mostProcesses, availableParallelism()) : Number(text)));

/** A number above 0. */
export const fraction: z.ZodType<number, string> = z
  .string()
  .refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) > 0, 'is not a number above 0')
  .transform(Number);

/** Yes or no. */
export const flag: z.ZodType<boolean, string> = z
  .string()
  .toLowerCase()
  .refine((text) => ['1', 'true', 'yes', '0', 'false', 'no'].includes(text), 'is neither yes nor no: write 1 or 0')
  .transform((text) => ['1', 'true', 'yes'].includes(text));

/** One of a few words. */
export function oneOf<const Word extends string>(...words: Word[]): z.ZodType<Word, string> {
  return z.string().pipe(z.enum(words, `is none of ${words.join(', ')}`));
}

/** A URL of one of the schemes. */
export function url(...schemes: string[]): z.ZodType<string, string> {
  return z
    .string()
    .refine(
      (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol),
      `is not a URL that begins with ${schemes[0]}//`,
    );
}

/** An http(s) address without path. */
export const origin: z.ZodType<string, string> = z
  .string()
  .transform((text) => text.replace(/\/$/, ''))
  .refine(
    (text) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text,
    'is not an address such as https://rookery.org (scheme, host, port; no path, no *)',
  );

/** Values of one kind, separated by commas. */
export function list<Item>(item: z.ZodType<Item, string>): z.ZodType<Item[], string> {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item));
}

/** How many proxies, or which. */
export const addressList: z.ZodType<number | string[], string> = z.union(
  [whole(0, 10), list(z.string().refine(isNetwork))],
  'is neither a number of proxies nor their addresses: write 1, or 10.0.0.0/8',
);

/** A setting of something that this version does not do: taken for nothing, it would mislead. */
export function unserved(what: string): z.ZodOptional<z.ZodUndefined> {
  return z.undefined(`is set, but ${what} is not served yet: unset it`).optional();
}

function isNetwork(text: string): boolean {
  try {
    addNetwork(new BlockList(), text);
    return true;
  } catch {
    return false;
  }
}

/** Adds an address, or a network in CIDR notation; throws on anything else. */
export function addNetwork(networks: BlockList, text: string): void {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || rest.length > 0 || bits === '') throw new RangeError('not a network');
  if (bits === undefined) networks.addAddress(address, family);
  else networks.addSubnet(address, Number(bits), family);
}
