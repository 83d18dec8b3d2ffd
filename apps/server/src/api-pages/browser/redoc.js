const dark = matchMedia('(prefers-color-scheme: dark)');
const main = document.querySelector('main');

const families = {
  sans: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  mono: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
};

const light = {
  paper: '#f6f3ec',
  card: '#fffdf9',
  ink: '#1f212a',
  soft: '#5b5d69',
  line: '#d8d3c6',
  accent: '#34409a',
  good: '#1d6b3e',
  bad: '#a3301e',
  waiting: '#80540a',
  panel: '#1f212a',
  code: '#14161c',
};

const night = {
  paper: '#14161c',
  card: '#1b1e26',
  ink: '#e8e6df',
  soft: '#a3a5b1',
  line: '#3a3f4d',
  accent: '#aab4ff',
  good: '#6fc897',
  bad: '#ff9a85',
  waiting: '#e5b567',
  panel: '#1b1e26',
  code: '#0e1015',
};

const answer = (color) => ({ color, backgroundColor: `${color}1a`, tabTextColor: color });

const theme = (tone) => ({
  colors: {
    primary: { main: tone.accent },
    success: { main: tone.good },
    warning: { main: tone.waiting, contrastText: tone.paper },
    error: { main: tone.bad },
    text: { primary: tone.ink, secondary: tone.soft },
    border: { dark: tone.line, light: tone.line },
    responses: {
      success: { ...answer(tone.good), tabTextColor: night.good },
      error: { ...answer(tone.bad), tabTextColor: night.bad },
      redirect: { ...answer(tone.waiting), tabTextColor: night.waiting },
      info: { ...answer(tone.accent), tabTextColor: night.accent },
    },
    http: { get: '#1f63b0', post: '#1d6b3e', put: '#80540a', patch: '#0f6a63', delete: '#a3301e' },
  },
  schema: {
    nestedBackground: tone.card,
    linesColor: tone.soft,
    typeNameColor: tone.soft,
    typeTitleColor: tone.soft,
    requireLabelColor: tone.bad,
    arrow: { color: tone.soft },
  },
  typography: {
    fontFamily: families.sans,
    fontSize: '16px',
    headings: { fontFamily: families.sans, fontWeight: '600' },
    code: { fontFamily: families.mono, color: tone.ink, backgroundColor: tone.card },
    links: { color: tone.accent, visited: tone.accent, hover: tone.ink },
  },
  sidebar: { backgroundColor: tone.paper, textColor: tone.ink, activeTextColor: tone.accent },
  rightPanel: { backgroundColor: tone.panel, textColor: '#e8e6df' },
  codeBlock: { backgroundColor: tone.code },
  fab: { backgroundColor: tone.card, color: tone.accent },
});

function show() {
  const place = document.createElement('div');
  main.replaceChildren(place);
  const options = {
    hideDownloadButton: true,
    hideSchemaPattern: true,
    nativeScrollbars: true,
    requiredPropsFirst: true,
    theme: theme(dark.matches ? night : light),
  };
  window.Redoc.init('/api/openapi.json', options, place);
}

/** Text that runs out of its box is scrolled by keyboard too. */
function mend() {
  for (const text of main.querySelectorAll('pre:not([tabindex])')) text.tabIndex = 0;
}

new MutationObserver(mend).observe(main, { childList: true, subtree: true });
show();
dark.addEventListener('change', show);
