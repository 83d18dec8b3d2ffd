import type { OfUserInput, ProfilePage } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { listRelations, relationList } from './relation-list.ts';

const followers = relationList('followers', { table: 'follow', owner: 'followee_id', listed: 'follower_id' });
const following = relationList('following', { table: 'follow', owner: 'follower_id', listed: 'followee_id' });

/** NOTE: walks those whom the viewer follows, by one lookup each: a profile may have a million followers. */
const mutuals = relationList('mutuals', {
  table: 'follow',
  owner: 'follower_id',
  listed: 'followee_id',
  ownerParameter: '$2',
  also: 'exists (select 1 from follow t where t.follower_id = r.followee_id and t.followee_id = $1 offset 0)',
});

/** Who follows a profile, the latest first. */
export async function listFollowers(call: Call<OfUserInput>): Promise<ProfilePage> {
  return listRelations(followers, call);
}

/** Whom a profile follows, the latest first. */
export async function listFollowing(call: Call<OfUserInput>): Promise<ProfilePage> {
  return listRelations(following, call);
}

/** Followers of a profile whom the caller follows, those first whom he followed last; none for an anonymous caller. */
export async function listMutuals(call: Call<OfUserInput>): Promise<ProfilePage> {
  return listRelations(mutuals, call);
}
