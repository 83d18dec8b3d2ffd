import type { Config } from '../config.ts';
import { type Progress, seedLoad } from '../demo/load/seed-load.ts';
import { paintPictures } from '../demo/paint-pictures.ts';
import { demoLogin, seedDemo } from '../demo/seed-demo.ts';
import { SetupError } from '../setup-error.ts';
import { withApp } from './command-app.ts';

/** What `rookery seed` may be told. */
export interface SeedOptions {
  people?: number;
  follows: number;
  posts: number;
  password?: string;
}

const tellEveryMs = 2000;

/** Tells at the terminal how far it is, now and then and at the end of each part. */
function createProgress(): Progress {
  const startedAt = performance.now();
  let toldAt = 0;
  return (what, done, all) => {
    const now = performance.now();
    if (done < all && now - toldAt < tellEveryMs) return;
    toldAt = now;
    console.log(`${((now - startedAt) / 1000).toFixed(0).padStart(5)} s  ${what} ${done} of ${all}`);
  };
}

/** `rookery seed`: the demo, or a crowd. */
export async function seed(config: Config, { people, follows, posts, password }: SeedOptions): Promise<void> {
  await withApp(config, async (app) => {
    if (people === undefined) {
      const made = await seedDemo(app);
      if (!made)
        throw new SetupError(
          'The database already has people.',
          'Demo people are for an empty one: take another DATA_DIR or database.',
        );
      await paintPictures(app);
      await app.drain();
      console.log(
        `${made.people} people and ${made.posts} posts. Sign in as ${demoLogin.username} with ${demoLogin.password}.`,
      );
      return;
    }
    if (follows >= people)
      throw new SetupError(`${people} people cannot follow ${follows} others each.`, 'Say fewer --follows.');
    await seedLoad(app, { people, follows, posts, password: password ?? null }, createProgress());
    console.log(`${people} people (load_1 to load_${people}), ${people * follows} follows, ${posts} posts.`);
  });
}
