import { expect, test } from 'vitest';
import { fileTypeOf } from './file-type.ts';

const told = (...parts: (string | number[])[]) => {
  const { kind, mime } = fileTypeOf(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))),
  );
  return `${kind} ${mime}`;
};
const box = (brand: string) => `\0\0\0\x18ftyp${brand}\0\0\0\0`;
const ogg = (packet: string) => told('OggS\0\x02', Array<number>(20).fill(0), [1, 19], packet);

test('videos are told by their container', () => {
  for (const brand of ['isom', 'iso5', 'mp42', 'avc1', 'M4V ', '3gp4'])
    expect(told(box(brand))).toBe('video video/mp4');
  expect(told(box('qt  '))).toBe('video video/quicktime');
  expect(told('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x42\x87')).toBe('video video/webm');
});

test('recordings are told by their container or first frame', () => {
  for (const brand of ['M4A ', 'M4B ']) expect(told(box(brand))).toBe('audio audio/mp4');
  for (const packet of ['OpusHead', '\x01vorbis', '\x7fFLAC']) expect(ogg(packet)).toBe('audio audio/ogg');
  expect(told('fLaC\0')).toBe('audio audio/flac');
  expect(told('RIFF\x24\0\0\0WAVEfmt ')).toBe('audio audio/wav');
  expect(told('ID3\x04')).toBe('audio audio/mpeg');
  for (const frame of [
    [0xff, 0xfb, 0x90],
    [0xff, 0xf3, 0x40],
    [0xff, 0xe3, 0x18],
  ]) {
    expect(told(frame)).toBe('audio audio/mpeg');
  }
});

test('documents and archives are told, and are files', () => {
  expect(told('%PDF-1.7\n')).toBe('file application/pdf');
  expect(told('PK\x03\x04')).toBe('file application/zip');
  expect(told('PK\x05\x06')).toBe('file application/zip');
});

test.each([
  ['HTML', '<!doctype html><script>alert(1)</script>'],
  ['HTML behind a byte order mark', '\xef\xbb\xbf<html>'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ['XML', '<?xml version="1.0"?>'],
  ['JavaScript', 'alert(1)'],
  ['HTML with a PDF in it', '<html>%PDF-1.7'],
  ['text in UTF-16', '\xff\xfea\0'],
  ['a frame of reserved rates', '\xff\xfb\xf0'],
  ['AAC', '\xff\xf1\x50'],
  ['a JPEG that begins late', '\n\xff\xd8\xff\xe0'],
  ['a HEIC', box('heic')],
  ['an AVIF', box('avif')],
  ['a brand that nobody knows', box('evil')],
  ['Matroska', '\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska'],
  ['a WebM that is named far behind', `\x1a\x45\xdf\xa3${' '.repeat(80)}\x42\x82\x84webm`],
  ['RIFF of another kind', 'RIFF\0\0\0\0AVI '],
  ['an empty file', ''],
])('%s is bytes', (_, head) => {
  expect(told(head)).toBe('file application/octet-stream');
});

test('Ogg that carries no sound that we know is bytes', () => {
  for (const packet of ['\x80theora', 'fishead\0', '<script>'])
    expect(ogg(packet)).toBe('file application/octet-stream');
});
