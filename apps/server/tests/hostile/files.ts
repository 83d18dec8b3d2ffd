import { testPng } from '@rookery/testkit';

/** What somebody sends to have it run where others look at it. */
export interface HostileFile {
  bytes: Uint8Array<ArrayBuffer>;
  /** Name and type, as they are claimed. */
  name: string;
  type: string;
  /** How it is refused, or the type under which it is served and what a browser is to do with it. */
  outcome: string;
}

const bytesOnly = 'application/octet-stream attachment';
const refused = 'unsupported_media';
const script = 'alert(1)';
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script></svg>`;
const html = '<!doctype html><script>fetch("/trpc/me.get",{credentials:"include"})</script>';

/** NOTE: an archive whose one entry claims 4 GiB; nothing here may open it. */
const zipBomb = Buffer.concat([
  Buffer.from('504b03042d00000008000000000000000000ffffffffffffffff01000000', 'hex'),
  Buffer.alloc(256, 1),
  Buffer.from('504b0506000000000200020060000000', 'hex'),
]);

/** An MP4 as far as its first boxes tell. */
export const mp4: Buffer<ArrayBuffer> = Buffer.concat([
  Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp41', 'latin1'),
  Buffer.alloc(2000, 7),
]);

type Given = [claim: string, outcome: string, ...content: (string | Buffer)[]];

const given: Record<string, Given> = {
  'an SVG with a script': ['x.png image/png', bytesOnly, svg],
  'an SVG behind a prologue': ['x.svg image/svg+xml', bytesOnly, `<?xml version="1.0"?>\n${svg}`],
  HTML: ['x.html text/html', bytesOnly, html],
  'HTML behind a byte order mark': ['x.mp4 video/mp4', bytesOnly, `\ufeff${html}`],
  XHTML: ['x.xhtml application/xhtml+xml', bytesOnly, `<html xmlns="http://www.w3.org/1999/xhtml">${html}</html>`],
  JavaScript: ['sw.js text/javascript', bytesOnly, `self.onmessage = ${script}`],
  'a style sheet': ['x.css text/css', bytesOnly, '* { background: url(//x) }'],
  'a GIF that is JavaScript': ['x.gif image/gif', refused, `GIF89a=1;${script}//`],
  'a JPEG that is HTML': ['x.html text/html', refused, Buffer.from('ffd8ffe0', 'hex'), html],
  'a JPEG behind a line': ['x.jpg image/jpeg', bytesOnly, '\n', Buffer.from('ffd8ffe0', 'hex')],
  'a PNG with HTML behind it': ['x.html text/html', 'image/webp', testPng(), html],
  'a WebP that is none': ['x.txt text/plain', refused, `RIFF\0\0\0\0WEBP${html}`],
  'a PDF with HTML in it': ['x.html text/html', 'application/pdf attachment', `%PDF-1.7\n${html}`],
  'HTML with a PDF in it': ['x.pdf application/pdf', bytesOnly, `${html}\n%PDF-1.7\n`],
  'an MP3 with HTML in it': ['x.html text/html', 'audio/mpeg inline', `ID3\x04\0${html}`],
  'an Ogg that is HTML': ['x.ogg audio/ogg', bytesOnly, `OggS${html}`],
  'a zip bomb': ['x.docx text/html', 'application/zip attachment', zipBomb],
  'a Java archive in a GIF': ['x.gif image/gif', refused, 'GIF89a', zipBomb],
  'a truncated MP4': ['x.mp4 video/mp4', 'video/mp4 inline', mp4.subarray(0, 20)],
  'an MP4 cut in its first box': ['x.mp4 video/mp4', bytesOnly, mp4.subarray(0, 7)],
  'an MP4 of an unknown brand': ['x.mp4 video/mp4', bytesOnly, `\0\0\0\x18ftyp<svg${html}`],
  'a Flash film': ['x.swf application/x-shockwave-flash', bytesOnly, 'FWS\x09'],
  'a program': ['x.mp3 audio/mpeg', bytesOnly, 'MZ\x90\0'],
  'an archive of a page': ['x.mht multipart/related', bytesOnly, `Content-Type: text/html\r\n\r\n${html}`],
  'an empty file': ['x.txt text/plain', refused],
};

/** The files by what they are. */
export const hostileFiles: readonly [what: string, file: HostileFile][] = Object.entries(given).map(
  ([what, [claim, outcome, ...content]]) => {
    const [name = '', type = ''] = claim.split(' ');
    const parts = content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
    return [what, { bytes: Buffer.concat(parts), name, type, outcome }];
  },
);
