import type { GetUserInput, ProfileView } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { getProfile } from './hydrate-profiles.ts';

/** A profile by id or username. */
export async function getUser({ ctx, input }: Call<GetUserInput>): Promise<ProfileView> {
  return getProfile(ctx.app, ctx.viewer?.id ?? null, input);
}
