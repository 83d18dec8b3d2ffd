import { defineEntity, p } from '@mikro-orm/core';
import { baseProperties } from '../../kernel/entity.ts';

const ProfileSchema = defineEntity({
  name: 'Profile',
  tableName: 'profile',
  properties: {
    ...baseProperties,
    username: p.text().unique(),
    displayName: p.text(),
    bio: p.text().default(''),
    location: p.text().default(''),
    website: p.text().default(''),
    status: p.text().default(''),
    avatarId: p.uuid().nullable(),
    bannerId: p.uuid().nullable(),
    isPrivate: p.boolean().default(false),
    isBot: p.boolean().default(false),
    followerCount: p.integer().default(0),
    followingCount: p.integer().default(0),
    friendCount: p.integer().default(0),
    postCount: p.integer().default(0),
    version: p.integer().default(1),
    hiddenAt: p.datetime(3).nullable(),
  },
});

/** The public face of an account; it has the account's id. */
export class Profile extends ProfileSchema.class {}
ProfileSchema.setClass(Profile);
