import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long by waiting, the slowest first: begun last, each of them would be waited for alone. */
const slow = [
  'chaos/src/scenarios/',
  'server/src/cluster/',
  'web/tests/',
  'server/src/cli/',
  'src/hidden-accounts',
  'src/canaries',
];

/** Begins with the files that take longest, whatever a machine knows of earlier runs. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = slow.findIndex((part) => moduleId.includes(part));
      return place < 0 ? slow.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
