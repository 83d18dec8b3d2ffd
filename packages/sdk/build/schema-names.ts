import * as contract from '@rookery/contract';
import { z } from 'zod';

/** Every schema that the contract exports, by identity. */
export const schemaNames: ReadonlyMap<z.core.$ZodType, string> = new Map(
  Object.entries(contract).flatMap(([name, value]) =>
    value instanceof z.core.$ZodType ? [[value, name] as const] : [],
  ),
);
