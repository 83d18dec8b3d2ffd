/** The slices from the lowest floor to the highest; a slice imports only slices that stand before it. */
export const slices = [
  'system',
  'accounts',
  'media',
  'profiles',
  'auth',
  'graph',
  'groups',
  'posts',
  'hashtags',
  'feeds',
  'chat',
  'presence',
  'notifications',
  'me',
  'events',
  'search',
  'developer',
  'moderation',
] as const;

/** What each package may import of the others. Tests may import the testkit besides. */
export const packageImports: Readonly<Record<string, readonly string[]>> = {
  'packages/contract': [],
  'packages/api': ['packages/contract'],
  'packages/rest': ['packages/contract', 'packages/api'],
  'packages/sdk': ['packages/contract', 'packages/api'],
  'packages/testkit': ['packages/contract', 'packages/api', 'packages/rest', 'packages/sdk', 'apps/server'],
  'apps/server': ['packages/contract', 'packages/api', 'packages/rest'],
  'apps/web': ['packages/sdk'],
  'tooling/bench': ['packages/contract', 'packages/api', 'packages/sdk', 'packages/testkit', 'apps/server'],
  'tooling/chaos': ['packages/contract', 'packages/api', 'packages/sdk', 'packages/testkit', 'apps/server'],
  'tooling/vitest': ['packages/testkit'],
  'tooling/clients': ['packages/testkit'],
  'tooling/bootstrap': [],
  'tooling/checks': [],
};

/** Files at the top of api/src that only list what the slices offer. */
export const lists = [
  'entities',
  'jobs',
  'reactions',
  'live-events',
  'open-files',
  'erasers',
  'exports',
  'routes',
  'router',
  'services',
] as const;

/** Files at the top of api/src that put the api together: the index and what it is made of. */
export const composition = ['index', 'open-app', 'migrate'] as const;
