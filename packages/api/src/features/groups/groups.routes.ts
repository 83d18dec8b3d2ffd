import { ById, CreateGroupInput, Done, GroupChanges, GroupPage, GroupView, ListGroupsInput } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { anyone, signedIn } from '../../kernel/trpc.ts';
import { createGroup } from './create-group.ts';
import { deleteGroup } from './delete-group.ts';
import { joinGroup, leaveGroup } from './join-group.ts';
import { getGroup, listGroups } from './list-groups.ts';
import { peopleRoutes } from './people.routes.ts';
import { updateGroup } from './update-group.ts';

export const groupsRoutes = {
  create: signedIn({
    doc: 'Begins a group, whose first owner the caller is.',
    scope: 'write:graph',
    effect: 'create',
    rest: 'POST /groups',
    created: '/groups/{id}',
  })
    .input(CreateGroupInput)
    .output(GroupView)
    .mutation(createGroup),
  get: anyone({ doc: 'Reads a group.', scope: 'read', rest: 'GET /groups/{id}' })
    .input(ById)
    .output(GroupView)
    .query(getGroup),
  update: signedIn({
    doc: 'Changes a group that the caller owns.',
    scope: 'write:graph',
    effect: 'update',
    rest: 'PATCH /groups/{id}',
  })
    .input(GroupChanges)
    .output(GroupView)
    .mutation(updateGroup),
  delete: signedIn({
    doc: 'Deletes a group that the caller owns, with all that was written in it.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /groups/{id}',
  })
    .input(ById)
    .output(Done)
    .mutation(deleteGroup),
  list: anyone({
    doc: 'Lists groups, newest first: public ones, and private ones that the caller is in or invited into.',
    scope: 'read',
    rest: 'GET /groups',
  })
    .input(ListGroupsInput)
    .output(GroupPage)
    .query(listGroups),
  join: signedIn({
    doc: 'Joins a group, or asks to where staff decides, or accepts an invitation; `viewer` says which.',
    scope: 'write:graph',
    effect: 'create',
    rest: 'PUT /groups/{id}/membership',
  })
    .input(ById)
    .output(GroupView)
    .mutation(joinGroup),
  leave: signedIn({
    doc: 'Leaves a group, or takes the wish to join it back. Its last owner hands it over or deletes it.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /groups/{id}/membership',
  })
    .input(ById)
    .output(Done)
    .mutation(leaveGroup),
  ...peopleRoutes,
} satisfies TRPCRouterRecord;
