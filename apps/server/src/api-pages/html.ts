/** What the pages have in common. */
export interface PageParts {
  title: string;
  description: string;
  /** Addresses of styles, scripts and an icon. */
  styles: readonly string[];
  scripts: readonly string[];
  icon: string;
  /** Which of the links in the head is this page. */
  here: string;
  body: string;
}

const links = [
  ['/api', 'API'],
  ['/api/swagger', 'Swagger UI'],
  ['/api/redoc', 'Redoc'],
  ['/api/openapi.json', 'openapi.json'],
] as const;

/** A whole page. */
export function writePage({ title, description, styles, scripts, icon, here, body }: PageParts): string {
  const current = (path: string) => (path === here ? ' aria-current="page"' : '');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${description}">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${icon}" type="image/svg+xml">
${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
${scripts.map((src) => `<script src="${src}" defer></script>`).join('\n')}
</head>
<body>
<header class="top">
<a class="wordmark" href="/"><img src="${icon}" alt="" width="28" height="28">Rookery</a>
<nav aria-label="API">
${links.map(([path, name]) => `<a href="${path}"${current(path)}>${name}</a>`).join('\n')}
</nav>
</header>
${body}
</body>
</html>
`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it stands in HTML, between tags or in quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
