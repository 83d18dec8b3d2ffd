import { defineEntity, p } from '@mikro-orm/core';
import { type Facet, PostVisibility } from '@rookery/contract';
import { baseProperties } from '../../kernel/entity.ts';

const PostSchema = defineEntity({
  name: 'Post',
  tableName: 'post',
  properties: {
    ...baseProperties,
    authorId: p.uuid().nullable(),
    text: p.text(),
    facets: p.json<Facet[]>(),
    contentWarning: p.text().nullable(),
    visibility: p.enum(PostVisibility.options).default('public'),
    replyToId: p.uuid().nullable(),
    rootId: p.uuid().nullable(),
    quoteOfId: p.uuid().nullable(),
    groupId: p.uuid().nullable(),
    scheduledId: p.uuid().nullable(),
    quotes: p.boolean().default(false),
    hasMedia: p.boolean().default(false),
    hasPoll: p.boolean().default(false),
    pinned: p.boolean().default(false),
    mediaVersion: p.integer().default(0),
    editedAt: p.datetime(3).nullable(),
    deletedAt: p.datetime(3).nullable(),
    version: p.integer().default(1),
    likeCount: p.integer().default(0),
    repostCount: p.integer().default(0),
    quoteCount: p.integer().default(0),
    replyCount: p.integer().default(0),
  },
});

/** A post, or a reply, which is a post that answers another. */
export class Post extends PostSchema.class {}
PostSchema.setClass(Post);

const PostLikeSchema = defineEntity({
  name: 'PostLike',
  tableName: 'post_like',
  properties: {
    postId: p.uuid().primary(),
    profileId: p.uuid().primary(),
    id: p.uuid(),
    createdAt: p.datetime(3),
  },
});

/** That somebody likes a post. */
export class PostLike extends PostLikeSchema.class {}
PostLikeSchema.setClass(PostLike);
