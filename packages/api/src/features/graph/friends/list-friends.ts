import type { OfUserInput, PageInput, ProfilePage } from '@rookery/contract';
import type { Call, SignedInCall } from '../../../kernel/context.ts';
import { listRelations, relationList } from '../relation-list.ts';

const friends = relationList('friends', { table: 'friendship', owner: 'profile_id', listed: 'friend_id' });

/** Friends of a profile, the latest first. */
export async function listFriendsOf(call: Call<OfUserInput>): Promise<ProfilePage> {
  return listRelations(friends, call);
}

/** Friends of the caller, the latest first. */
export async function listFriends({ ctx, input }: SignedInCall<PageInput>): Promise<ProfilePage> {
  return listRelations(friends, { ctx, input: { ...input, id: ctx.viewer.id } });
}
