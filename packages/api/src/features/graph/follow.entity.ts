import { defineEntity, p } from '@mikro-orm/core';
import { baseProperties } from '../../kernel/entity.ts';

const FollowSchema = defineEntity({
  name: 'Follow',
  tableName: 'follow',
  properties: {
    followerId: p.uuid().primary(),
    followeeId: p.uuid().primary(),
    id: p.uuid(),
    createdAt: p.datetime(3),
  },
});

/** That one profile follows another; `id` sorts by when it began to. */
export class Follow extends FollowSchema.class {}
FollowSchema.setClass(Follow);

const FollowRequestSchema = defineEntity({
  name: 'FollowRequest',
  tableName: 'follow_request',
  properties: {
    ...baseProperties,
    followerId: p.uuid(),
    followeeId: p.uuid(),
  },
});

/** That somebody waits for a private profile to let him follow it. */
export class FollowRequest extends FollowRequestSchema.class {}
FollowRequestSchema.setClass(FollowRequest);
