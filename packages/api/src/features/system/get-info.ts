import type { SystemInfo } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';

const features = [
  'posts',
  'replies',
  'likes',
  'reposts',
  'quotes',
  'bookmarks',
  'polls',
  'drafts',
  'scheduled-posts',
  'images',
  'follows',
  'friends',
  'feed',
  'hashtags',
  'search',
  'groups',
  'notifications',
  'notification-settings',
  'chat',
  'presence',
  'live-events',
  'rest',
  'server-sent-events',
  'personal-access-tokens',
];

/** Tells what this server is and allows. */
export async function getInfo({ ctx }: Call): Promise<SystemInfo> {
  const { version, limits } = ctx.app.settings;
  return { name: 'Rookery', version, limits, features };
}
