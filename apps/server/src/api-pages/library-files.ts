import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** The script of Swagger UI. */
export function readSwaggerScript(): Promise<string> {
  return readLibrary('swagger-ui-dist/swagger-ui-bundle.js');
}

/** The styles of Swagger UI. */
export function readSwaggerStyles(): Promise<string> {
  return readLibrary('swagger-ui-dist/swagger-ui.css');
}

const logo = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
/** An image of no size. */
const noLogo = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/%3E";

/** The script of Redoc. NOTE: it asks a server of its makers for a logo, which no option keeps it from. */
export async function readRedocScript(): Promise<string> {
  const text = await readLibrary('redoc/bundles/redoc.standalone.js');
  if (!text.includes(logo)) throw new Error(`Redoc's script does not name ${logo} any more: look what it asks for now`);
  return text.replaceAll(logo, noLogo);
}

/** A script or stylesheet of ours. */
export function readOwn(name: string): Promise<string> {
  return readFile(new URL(`./browser/${name}`, import.meta.url), 'utf8');
}

/** NOTE: source maps are not served, so nothing may point at them. */
async function readLibrary(path: string): Promise<string> {
  const text = await readFile(resolve(path), 'utf8');
  return text.replaceAll(/\/[/*]# sourceMappingURL=[\w.-]+( ?\*\/)?/g, '');
}
