import { Nothing, SystemInfo } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { open } from '../../kernel/trpc.ts';
import { getInfo } from './get-info.ts';

export const systemRoutes = {
  info: open({
    doc: 'Tells what this server is, its limits and its features.',
    scope: 'read',
    rest: 'GET /system/info',
  })
    .input(Nothing)
    .output(SystemInfo)
    .query(getInfo),
} satisfies TRPCRouterRecord;
