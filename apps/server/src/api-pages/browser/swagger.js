const dark = matchMedia('(prefers-color-scheme: dark)');
const followTheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
followTheme();
dark.addEventListener('change', followTheme);

/** Paths as text: as links they would stand in a button, where nobody could reach them by keyboard. */
const DeepLink = ({ text }) => text;
const plainPaths = { components: { DeepLink } };

/** What Swagger UI leaves without a name, under one that is not on it, or out of the reach of a keyboard. */
const mends = [
  ['#servers', 'aria-label', 'Server'],
  ['textarea.body-param__text', 'aria-label', 'Request body'],
  ['.operation-filter-input', 'aria-label', 'Filter by tag or path'],
  ['.examples-select-element', 'aria-label', 'Example'],
  ['button.close-modal', 'aria-label', 'Close'],
  ['[aria-label="Apply credentials"]', 'aria-label', 'Authorize'],
  ['[aria-label="Remove authorization"]', 'aria-label', 'Logout'],
  ['pre.microlight', 'tabindex', '0'],
];

function mend() {
  for (const [selector, name, value] of mends)
    for (const element of document.querySelectorAll(selector))
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

new MutationObserver(mend).observe(document.getElementById('swagger-ui'), {
  attributeFilter: ['aria-label'],
  childList: true,
  subtree: true,
});

window.SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  presets: [window.SwaggerUIBundle.presets.apis],
  plugins: [plainPaths],
  layout: 'BaseLayout',
  validatorUrl: null,
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  filter: true,
  persistAuthorization: false,
  requestSnippetsEnabled: true,
  syntaxHighlight: { theme: 'tomorrow-night' },
  tryItOutEnabled: true,
});
