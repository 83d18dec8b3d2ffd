import type { MediaKind } from '@rookery/contract';

/** What a file that is no image is told to be. */
export interface FileType {
  kind: Exclude<MediaKind, 'image'>;
  mime: string;
}

/** So many first bytes are enough to tell. */
export const headBytes = 4096;

/** What the first bytes say; whoever named the file or its type is not asked. What is not known for sure is a file of bytes. */
export function fileTypeOf(head: Buffer): FileType {
  const video = videoTypeOf(head);
  if (video) return { kind: 'video', mime: video };
  const audio = audioTypeOf(head);
  if (audio) return { kind: 'audio', mime: audio };
  return { kind: 'file', mime: documentTypeOf(head) };
}

const videoBrands = /^(?:isom|iso[2-9]|mp4[12]|avc1|dash|M4V[ HP]|MSNV|3gp[4-9]|3g2[a-c]|mmp4)$/;
const audioBrands = /^(?:M4A|M4B|M4P) $/;

function videoTypeOf(head: Buffer): string | null {
  const brand = brandOf(head);
  if (brand === 'qt  ') return 'video/quicktime';
  if (brand !== null && videoBrands.test(brand)) return 'video/mp4';
  return isWebm(head) ? 'video/webm' : null;
}

function audioTypeOf(head: Buffer): string | null {
  const brand = brandOf(head);
  if (brand !== null && audioBrands.test(brand)) return 'audio/mp4';
  if (textAt(head, 0, 4) === 'fLaC') return 'audio/flac';
  if (textAt(head, 0, 4) === 'RIFF' && textAt(head, 8, 4) === 'WAVE') return 'audio/wav';
  if (isSpokenOgg(head)) return 'audio/ogg';
  return textAt(head, 0, 3) === 'ID3' || isMp3Frame(head) ? 'audio/mpeg' : null;
}

function documentTypeOf(head: Buffer): string {
  if (textAt(head, 0, 5) === '%PDF-') return 'application/pdf';
  const isZip = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'].includes(textAt(head, 0, 4));
  return isZip ? 'application/zip' : 'application/octet-stream';
}

/** The major brand of the family of MPEG-4 files, which begin with a box of it. */
function brandOf(head: Buffer): string | null {
  return textAt(head, 4, 4) === 'ftyp' ? textAt(head, 8, 4) : null;
}

/** NOTE: other files have the same head as WebM, but for the DocType (0x4282), whose length is one byte here (0x84 for 4). */
function isWebm(head: Buffer): boolean {
  return textAt(head, 0, 4) === '\x1a\x45\xdf\xa3' && textAt(head, 4, 60).includes('\x42\x82\x84webm');
}

const oggPackets = ['OpusHead', '\x01vorbis', '\x7fFLAC', 'Speex   '];

/** The first packet, after the table of its segments, says what the stream carries. */
function isSpokenOgg(head: Buffer): boolean {
  if (textAt(head, 0, 4) !== 'OggS') return false;
  const start = 27 + (head[26] ?? 0);
  return oggPackets.some((packet) => textAt(head, start, packet.length) === packet);
}

/** The four bytes before a frame of layer III: sync, version, layer, bit rate and sample rate, none of them reserved. */
function isMp3Frame(head: Buffer): boolean {
  const [sync = 0, kind = 0, rates = 0] = head;
  const isLayer3 = sync === 0xff && (kind & 0xe6) === 0xe2 && (kind & 0x18) !== 0x08;
  const bitRate = rates >> 4;
  return isLayer3 && bitRate > 0 && bitRate < 15 && (rates & 0x0c) !== 0x0c;
}

function textAt(head: Buffer, start: number, length: number): string {
  return head.toString('latin1', start, start + length);
}
