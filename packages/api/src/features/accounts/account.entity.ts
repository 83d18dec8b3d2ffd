import { defineEntity, p } from '@mikro-orm/core';
import { AccountRole } from '@rookery/contract';
import { baseProperties } from '../../kernel/entity.ts';

const AccountSchema = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    ...baseProperties,
    email: p.text().unique(),
    emailVerifiedAt: p.datetime(3).nullable(),
    passwordHash: p.text().hidden().lazy(),
    role: p.enum(AccountRole.options).default('user'),
    suspendedAt: p.datetime(3).nullable(),
    deleteAfter: p.datetime(3).nullable(),
    erasedFrom: p.datetime(3).nullable(),
  },
});

/** Credentials and role of a person; its public face is the profile of the same id. */
export class Account extends AccountSchema.class {}
AccountSchema.setClass(Account);
