/**
 * SQL predicate: the viewer follows the profile whose alias is given; false when there is no viewer.
 * NOTE: `offset 0` makes it one index lookup a row. Without it a plan may read everybody whom the viewer follows.
 */
export function follows(viewerParam: string, profileAlias: string): string {
  return `exists (select 1 from follow where follow.follower_id = ${viewerParam}::uuid and follow.followee_id = ${profileAlias}.id offset 0)`;
}

/** SQL predicate: the viewer and the profile of this alias are friends; false when there is no viewer. */
export function befriended(viewerParam: string, profileAlias: string): string {
  return `exists (select 1 from friendship where friendship.profile_id = ${viewerParam}::uuid and friendship.friend_id = ${profileAlias}.id offset 0)`;
}

/** SQL predicate: one profile has blocked another; both are expressions that give an id or null. */
export function blocks(blockerId: string, blockedId: string): string {
  return `exists (select 1 from block where block.blocker_id = ${blockerId} and block.blocked_id = ${blockedId} offset 0)`;
}

/**
 * SQL predicate: the profile of this alias is there for the viewer: it is not hidden, as that of somebody who leaves is, or
 * his own. Never null; the viewer's parameter is null for an anonymous caller.
 */
export function isShownTo(profileAlias: string, viewerParam: string): string {
  return `(${profileAlias}.hidden_at is null or ${profileAlias}.id is not distinct from ${viewerParam}::uuid)`;
}

/**
 * SQL predicate: the profile is there for the viewer and neither of the two has blocked the other, so that it may stand in a
 * list for him. Never null; the viewer's parameter is null for an anonymous caller.
 */
export function mayMeet(profileAlias: string, viewerParam: string): string {
  return `(${isShownTo(profileAlias, viewerParam)} and ${areUnblocked(`${profileAlias}.id`, viewerParam)})`;
}

/** As `mayMeet`, of an expression that gives the profile's id. NOTE: the few profiles that are hidden have an index of their own. */
export function mayMeetId(profileId: string, viewerParam: string): string {
  const hidden = `exists (select 1 from profile hidden where hidden.id = ${profileId} and hidden.hidden_at is not null
    and hidden.id is distinct from ${viewerParam}::uuid offset 0)`;
  return `(not ${hidden} and ${areUnblocked(profileId, viewerParam)})`;
}

function areUnblocked(profileId: string, viewerParam: string): string {
  const viewer = `${viewerParam}::uuid`;
  const blocking = onceAsked(viewerParam, blocksMade, blocks(viewer, profileId));
  const blocked = onceAsked(viewerParam, blocksMet, blocks(profileId, viewer));
  return `(${viewer} is null or not (${blocking} or ${blocked}))`;
}

/** The columns of a table's index, the viewer's first. */
interface Ties {
  table: 'block' | 'mute';
  columns: readonly [own: string, other: string];
}

const blocksMade: Ties = { table: 'block', columns: ['blocker_id', 'blocked_id'] };
const blocksMet: Ties = { table: 'block', columns: ['blocked_id', 'blocker_id'] };
const mutesMade: Ties = { table: 'mute', columns: ['muter_id', 'muted_id'] };

/**
 * SQL: a condition on the viewer's rows of a table. NOTE: most viewers have none there, which a parameter lets the database ask once a
 * statement rather than once a row; the order keeps it to the index for those who have many.
 */
function onceAsked(viewerParam: string, { table, columns: [own, other] }: Ties, condition: string): string {
  if (!/^\$\d+(::uuid)?$/.test(viewerParam)) return condition;
  const any = `select 1 from ${table} t where t.${own} = ${viewerParam}::uuid order by t.${own}, t.${other} limit 1`;
  return `((${any}) is not null and ${condition})`;
}

/** SQL predicate: the viewer wants to hear nothing of a profile, an expression that gives an id; false without a viewer. */
export function mutes(viewerParam: string, profileId: string): string {
  const muted = `exists (select 1 from mute where mute.muter_id = ${viewerParam}::uuid and mute.muted_id = ${profileId}
    and (mute.until is null or mute.until > now()) offset 0)`;
  return onceAsked(viewerParam, mutesMade, muted);
}

/**
 * SQL predicate: the viewer may read what the profile of this alias writes, and the lists of whom it follows and who
 * follows it. Never null; the viewer's parameter is null for an anonymous caller.
 */
export function mayReadAuthor(authorAlias: string, viewerParam: string): string {
  const isSelf = `${authorAlias}.id is not distinct from ${viewerParam}::uuid`;
  return `((not ${authorAlias}.is_private or ${isSelf} or ${follows(viewerParam, authorAlias)}) and ${mayMeet(authorAlias, viewerParam)})`;
}
