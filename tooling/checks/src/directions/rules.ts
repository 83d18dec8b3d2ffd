import type { IRegularForbiddenRuleType } from 'dependency-cruiser';
import { composition, lists, packageImports, slices } from './floors.ts';

const api = '^packages/api/src';
const anyPackage = '^(packages|apps|tooling)/';
const testFile = String.raw`\.test(-d)?\.tsx?$|/(tests|fixtures)/`;
const listFile = String.raw`${api}/(${lists.join('|')})\.ts$`;
const compositionFile = String.raw`${api}/(${composition.join('|')})\.ts$`;

function thirdParty(name: string): string {
  return `(^|/)node_modules/${name}/|^${name}(/|$)`;
}

function rule(
  name: string,
  comment: string,
  sides: Pick<IRegularForbiddenRuleType, 'from' | 'to'>,
): IRegularForbiddenRuleType {
  return { name, severity: 'error', comment, ...sides };
}

const packages = Object.entries(packageImports).map(([folder, allowed]) =>
  rule(`${folder.replace('/', '-')}-imports`, `${folder} may import only ${allowed.join(', ') || 'itself'}`, {
    from: { path: `^${folder}/` },
    to: { path: anyPackage, pathNot: [folder, ...allowed, 'packages/testkit'].map((name) => `^${name}/`) },
  }),
);

const betweenPackages = [
  rule('package-by-its-name', 'another package is imported by its name, never by a path into it', {
    from: { path: '^((?:packages|apps|tooling)/[^/]+)/' },
    to: { path: anyPackage, pathNot: '^$1/', dependencyTypes: ['local'] },
  }),
  rule('testkit-in-tests-only', 'the testkit is for tests, bench and chaos', {
    from: { pathNot: ['^packages/testkit/', '^tooling/(bench|chaos|vitest)/', testFile] },
    to: { path: '^packages/testkit/' },
  }),
  rule('contract-on-zod-only', 'the contract stands on zod and on nothing else', {
    from: { path: '^packages/contract/', pathNot: testFile },
    to: { pathNot: ['^packages/contract/', thirdParty('zod')] },
  }),
  rule('sdk-sees-routes-only', 'of the api the sdk sees nothing but the routes', {
    from: { path: '^packages/sdk/src/', pathNot: testFile },
    to: { path: '^packages/api/', pathNot: String.raw`${api}/routes\.ts$` },
  }),
  rule('sdk-routes-type-only', 'the sdk takes the routes by `import type`, so that no server code is bundled', {
    from: { path: '^packages/sdk/src/', pathNot: testFile },
    to: { path: String.raw`${api}/routes\.ts$`, dependencyTypesNot: ['type-only'] },
  }),
];

const floors = [
  rule('kernel-stands-alone', 'the kernel imports the contract and itself', {
    from: { path: `${api}/kernel/`, pathNot: testFile },
    to: { path: '^packages/api/', pathNot: `${api}/kernel/` },
  }),
  rule('platform-on-kernel', "the platform implements the kernel's ports and knows no feature and no list", {
    from: { path: `${api}/platform/`, pathNot: testFile },
    to: { path: '^packages/api/', pathNot: [`${api}/(kernel|platform)/`, '^packages/api/migrations/'] },
  }),
  rule('platform-by-index-only', 'only the index of the api and what it is composed of import the platform', {
    from: { path: '^packages/api/', pathNot: [testFile, `${api}/platform/`, compositionFile] },
    to: { path: `${api}/platform/` },
  }),
  rule('slice-below-lists', 'a slice imports the kernel and slices, never a list, the index or the platform', {
    from: { path: `${api}/features/`, pathNot: testFile },
    to: { path: '^packages/api/', pathNot: `${api}/(kernel|features)/` },
  }),
  rule('lists-on-slices', 'a list imports what the slices offer; only the router imports another list, the routes', {
    from: { path: listFile },
    to: { path: '^packages/api/', pathNot: [`${api}/(kernel|features)/`, String.raw`${api}/routes\.ts$`] },
  }),
  rule('routes-by-router-only', 'only the router imports the routes', {
    from: { path: listFile, pathNot: String.raw`${api}/router\.ts$` },
    to: { path: String.raw`${api}/routes\.ts$` },
  }),
];

const betweenSlices = [
  ...slices.slice(0, -1).map((slice, floor) =>
    rule('slice-downward', 'the imported slice stands above; let it react to an event of the lower one instead', {
      from: { path: `${api}/features/${slice}/` },
      to: { path: `${api}/features/(${slices.slice(floor + 1).join('|')})/` },
    }),
  ),
  rule('slice-by-its-door', 'another slice is imported through its index.ts', {
    from: { path: `${api}/features/([^/]+)/` },
    to: { path: `${api}/features/`, pathNot: [`${api}/features/$1/`, String.raw`${api}/features/[^/]+/index\.ts$`] },
  }),
];

const ownIndex = 'nobody imports the index.ts of the room he is in; import the file itself';
const everywhere = [
  rule('own-index', ownIndex, {
    from: { path: '^((?:packages|apps|tooling)/.+)/[^/]+$', pathNot: testFile },
    to: { path: String.raw`^$1/index\.tsx?$` },
  }),
  rule('own-index', ownIndex, {
    from: { path: `(${api}/features/[^/]+)/.+/` },
    to: { path: String.raw`^$1/index\.ts$` },
  }),
  rule('own-index', ownIndex, {
    from: { path: '^((?:packages|apps|tooling)/[^/]+/src)/.+/', pathNot: testFile },
    to: { path: String.raw`^$1/index\.tsx?$` },
  }),
  rule('circular', 'imports go in a circle; move what both need one floor down', { from: {}, to: { circular: true } }),
  rule('unresolved', 'the import leads nowhere, so no rule can judge it', { from: {}, to: { couldNotResolve: true } }),
];

const confined = [
  rule('trpc-server-at-the-rim', '@trpc/server belongs to kernel/trpc, *.routes.ts, routes, router and apps/server', {
    from: {
      path: '^(packages/(contract|api|rest|testkit)|apps/web)/',
      pathNot: [
        testFile,
        String.raw`${api}/kernel/(trpc|wire|context)[^/]*\.ts$`,
        String.raw`${api}/features/[^/]+/.*\.routes\.ts$`,
        String.raw`${api}/(routes|router)\.ts$`,
      ],
    },
    to: { path: thirdParty('@trpc/server') },
  }),
  rule('pg-boss-in-queue-only', 'pg-boss belongs to platform/queue', {
    from: { path: anyPackage, pathNot: `${api}/platform/queue` },
    to: { path: thirdParty('pg-boss') },
  }),
  rule('ioredis-in-platform-only', 'ioredis belongs to the platform', {
    from: { path: anyPackage, pathNot: `${api}/platform/` },
    to: { path: thirdParty('ioredis') },
  }),
];

/** The section "Directions" of the design, line by line. */
export const directionRules: readonly IRegularForbiddenRuleType[] = [
  ...packages,
  ...betweenPackages,
  ...floors,
  ...betweenSlices,
  ...everywhere,
  ...confined,
];
