/** A kind of image that is taken, by the name that libvips has for it. */
export type ImageType = 'jpeg' | 'png' | 'webp' | 'gif';

/** What the first bytes say; whoever named the file or its type is not asked. Null for anything that is not taken. */
export function imageTypeOf(bytes: Buffer): ImageType | null {
  const text = (start: number, end: number): string => bytes.toString('latin1', start, end);
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'gif';
  return null;
}
