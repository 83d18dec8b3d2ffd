import type { SystemInfo } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';

/** Tells what this server is and allows. */
export async function getInfo({ ctx }: Call): Promise<SystemInfo> {
  const { version, limits } = ctx.app.settings;
  const features = ['posts', 'replies', 'likes', 'follows', 'feed', 'notifications', 'live-events'];
  return { name: 'Rookery', version, limits, features };
}
