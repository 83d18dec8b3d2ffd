import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { queryOf } from '../http/file-bytes.ts';
import { type HeldFile, holdFile, sendHeldFile } from './held-file.ts';
import { writePage } from './html.ts';
import { writeIndexBody } from './index-body.ts';
import { readOwn, readRedocScript, readSwaggerScript, readSwaggerStyles } from './library-files.ts';
import { once } from './once.ts';
import { plainPolicy, redocPolicy, swaggerPolicy } from './policies.ts';

/** What the pages tell of. */
export interface ApiPagesParts {
  /** The OpenAPI document as JSON; asked for once, when somebody wants it. */
  document(): string | Promise<string>;
  /** Where people reach this server. */
  publicUrl: string;
}

/** Answers GET or HEAD for what is at a path below /api, and tells whether there is anything. */
export type ApiPages = (exchange: { req: IncomingMessage; res: ServerResponse }, path: string) => Promise<boolean>;

type Held = () => Promise<HeldFile>;

const script = 'text/javascript; charset=utf-8';
const styles = 'text/css; charset=utf-8';

/** The pages at /api, /api/swagger and /api/redoc with all that they load, and the document. Nothing is read before it is asked for. */
export function createApiPages({ document, publicUrl }: ApiPagesParts): ApiPages {
  const assets = holdAssets();
  const pages = holdPages(assets, publicUrl);
  const openapi = once(async () => holdFile(await document(), 'application/json'));
  return async (exchange, path) => {
    const asset = assets.get(path);
    const page = pages.get(path.length > 1 ? path.replace(/\/$/, '') : path);
    if (asset) await sendAsset(exchange, await asset());
    else if (page) await sendHeldFile(exchange, await page.held(), pageHeaders(page.policy));
    else if (path === '/api/openapi.json') await sendHeldFile(exchange, await openapi(), documentHeaders);
    else return false;
    return true;
  };
}

function holdAssets(): ReadonlyMap<string, Held> {
  const hold = (read: () => Promise<string>, type: string) => once(async () => holdFile(await read(), type));
  const own = (name: string, type: string) => hold(() => readOwn(name), type);
  return new Map([
    ['/api/icon.svg', own('icon.svg', 'image/svg+xml')],
    ['/api/page.css', own('page.css', styles)],
    ['/api/guide.css', own('guide.css', styles)],
    ['/api/swagger/bundle.js', hold(readSwaggerScript, script)],
    ['/api/swagger/bundle.css', hold(readSwaggerStyles, styles)],
    ['/api/swagger/start.js', own('swagger.js', script)],
    ['/api/swagger/start.css', own('swagger.css', styles)],
    ['/api/redoc/bundle.js', hold(readRedocScript, script)],
    ['/api/redoc/start.js', own('redoc.js', script)],
    ['/api/redoc/start.css', own('redoc.css', styles)],
  ]);
}

interface Page {
  held: Held;
  policy: string;
}

interface Draft {
  title: string;
  description: string;
  styles: readonly string[];
  scripts: readonly string[];
  body: string;
}

function holdPages(assets: ReadonlyMap<string, Held>, publicUrl: string): ReadonlyMap<string, Page> {
  const hold = (here: string, policy: string, draft: Draft): [string, Page] => [
    here,
    { policy, held: once(async () => holdFile(await linkPage(assets, here, draft), 'text/html; charset=utf-8')) },
  ];
  return new Map([
    hold('/api', plainPolicy, {
      title: 'The API of Rookery',
      description: 'How to use Rookery from any language, over plain HTTP.',
      styles: ['/api/page.css', '/api/guide.css'],
      scripts: [],
      body: writeIndexBody(publicUrl),
    }),
    hold('/api/swagger', swaggerPolicy, {
      title: 'The API of Rookery in Swagger UI',
      description: 'Every call of the API of Rookery, to be tried.',
      styles: ['/api/swagger/bundle.css', '/api/page.css', '/api/swagger/start.css'],
      scripts: ['/api/swagger/bundle.js', '/api/swagger/start.js'],
      body: '<div id="swagger-ui"></div>',
    }),
    hold('/api/redoc', redocPolicy, {
      title: 'The API of Rookery in Redoc',
      description: 'Every call of the API of Rookery, to be read.',
      styles: ['/api/page.css', '/api/redoc/start.css'],
      scripts: ['/api/redoc/bundle.js', '/api/redoc/start.js'],
      body: '<main id="redoc"></main>',
    }),
  ]);
}

/** Writes a page whose assets bear their hash, so that browsers may keep them for good. */
async function linkPage(assets: ReadonlyMap<string, Held>, here: string, draft: Draft): Promise<string> {
  const link = async (path: string) => `${path}?v=${(await assets.get(path)?.())?.hash}`;
  const linkAll = (paths: readonly string[]) => Promise.all(paths.map(link));
  const [styles, scripts, icon] = await Promise.all([
    linkAll(draft.styles),
    linkAll(draft.scripts),
    link('/api/icon.svg'),
  ]);
  return writePage({ ...draft, here, styles, scripts, icon });
}

async function sendAsset(exchange: { req: IncomingMessage; res: ServerResponse }, file: HeldFile): Promise<void> {
  const isKept = queryOf(exchange.req).get('v') === file.hash;
  const cache = isKept ? 'public, max-age=31536000, immutable' : 'no-cache';
  await sendHeldFile(exchange, file, {
    'cache-control': cache,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
  });
}

function pageHeaders(policy: string): OutgoingHttpHeaders {
  return {
    'cache-control': 'no-cache',
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  };
}

const documentHeaders = {
  'cache-control': 'no-cache',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
