import { type AnyTRPCRouter, getTRPCErrorFromUnknown, TRPCError, type TRPCProcedureType } from '@trpc/server';

/** What a procedure is called with. */
export interface ProcedureCall {
  path: string;
  type: TRPCProcedureType;
  ctx: unknown;
  signal: AbortSignal;
  batchIndex: number;
  getRawInput: () => Promise<unknown>;
}

/** A procedure as a transport sees it. */
export interface Procedure {
  (call: ProcedureCall): Promise<unknown>;
  readonly _def: {
    readonly type: TRPCProcedureType;
    readonly meta?: unknown;
    readonly middlewares?: readonly Middleware[];
    readonly experimental_caller?: boolean;
  };
}

type Middleware = (options: Step & { meta: unknown; next: Next }) => Promise<Result | undefined>;
type Next = (given?: Partial<Step>) => Promise<Result | undefined>;
type Step = ProcedureCall & { input?: unknown };
type Result = { ok: true; data: unknown } | { ok: false; error: TRPCError };

/** tRPC keeps all procedures of a router in one object without a prototype, by their dotted path. */
export function proceduresOf(router: AnyTRPCRouter): Readonly<Record<string, Procedure | undefined>> {
  return router._def.procedures as Record<string, Procedure | undefined>;
}

/**
 * Calls a procedure as tRPC does.
 * NOTE: the published tRPC copies the call's options for each middleware by way of `defineProperty`, which costs more than all
 * the rest of a call; so the chain is walked here.
 */
export async function callProcedure(procedure: Procedure, call: ProcedureCall): Promise<unknown> {
  const { middlewares, experimental_caller: hasOwnCaller } = procedure._def;
  if (!middlewares || hasOwnCaller) return procedure(call);
  const result = await runFrom({ middlewares, meta: procedure._def.meta, index: 0 }, call);
  if (!result) throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: noResult });
  if (!result.ok) throw result.error;
  return result.data;
}

const noResult = 'No result from middlewares - did you forget to `return next()`?';

interface Place {
  middlewares: readonly Middleware[];
  meta: unknown;
  index: number;
}

async function runFrom(place: Place, step: Step): Promise<Result | undefined> {
  try {
    const { meta, index } = place;
    const next: Next = (given) => runFrom({ ...place, index: index + 1 }, nextStep(step, given));
    return await place.middlewares[index]?.({ ...step, meta, input: step.input, next });
  } catch (cause) {
    return { ok: false, error: getTRPCErrorFromUnknown(cause) };
  }
}

function nextStep(step: Step, given: Partial<Step> | undefined): Step {
  if (!given) return step;
  return {
    ...step,
    ctx: given.ctx ? { ...asRecord(step.ctx), ...asRecord(given.ctx) } : step.ctx,
    input: 'input' in given ? given.input : step.input,
    getRawInput: given.getRawInput ?? step.getRawInput,
  };
}

/** What is spread into a context is an object, or adds nothing. */
function asRecord(value: unknown): Record<string, unknown> {
  return value as Record<string, unknown>;
}
