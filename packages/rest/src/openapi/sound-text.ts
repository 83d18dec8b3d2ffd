import type { z } from 'zod';
import type { JsonSchema } from './json-schema.ts';

/** What a check of zod says about a text. */
interface TextCheck {
  check: string;
  minimum?: number;
  maximum?: number;
  pattern?: RegExp;
}

/**
 * Leaves of the rules about a text those that hold for what is on the wire. The server trims and folds before some of its checks:
 * a rule that would refuse what the server takes is no rule.
 */
export function soundText(schema: z.core.$ZodTypes, json: JsonSchema, io: 'input' | 'output'): void {
  const checks = (schema._zod.def.checks ?? []).map(({ _zod }): TextCheck => _zod.def);
  if (checks.some(({ check }) => check === 'overwrite')) restate(json, checks, io);
  if (json.format === 'uri' && io === 'input') delete json.format;
}

function restate(json: JsonSchema, checks: readonly TextCheck[], io: 'input' | 'output'): void {
  const first = checks.findIndex(({ check }) => check === 'overwrite');
  const last = checks.findLastIndex(({ check }) => check === 'overwrite');
  const sound = io === 'input' ? checks.slice(0, first) : checks.slice(last + 1);
  const ownPattern = io === 'input' && 'format' in json ? json.pattern : undefined;
  for (const keyword of ['minLength', 'maxLength', 'pattern', 'allOf']) delete json[keyword];
  if (ownPattern !== undefined) json.pattern = ownPattern;
  const patterns = sound.flatMap(({ check, pattern }) =>
    check === 'string_format' && pattern ? [pattern.source] : [],
  );
  if (patterns[0] !== undefined) json.pattern = patterns[0];
  const maxima = sound.flatMap(({ check, maximum }) =>
    check === 'max_length' && maximum !== undefined ? [maximum] : [],
  );
  if (maxima.length > 0) json.maxLength = Math.min(...maxima);
  // NOTE: what is empty stays empty whatever is done to it.
  const isNeeded = checks.some(({ check, minimum = 0 }) => check === 'min_length' && minimum > 0);
  if (isNeeded) json.minLength = 1;
}
