import type { z } from 'zod';
import { docComment, propertyName, quote } from './text.ts';

type Schema = z.core.$ZodType;

/** Which side of a schema: what it takes, or what it gives. */
export type Side = 'input' | 'output';

/** The declarations that a print has called for, by name. */
export type Declarations = Map<string, string>;

/** Prints types of schemas; schemas with a name become declarations. */
export interface TypePrinter {
  readonly declarations: Declarations;
  /** The type of a schema as text. */
  print(schema: Schema, side: Side): string;
  /** Whether callers may leave the input out. */
  isOptional(schema: Schema): boolean;
}

/** NOTE: all schemas are made by zod's own functions, whose definitions are this union. */
function definitionOf(schema: Schema): z.core.$ZodTypes['_zod']['def'] {
  return (schema as z.core.$ZodTypes)._zod.def;
}

/** Makes a printer that knows schemas by the names given. */
export function createTypePrinter(names: ReadonlyMap<Schema, string>): TypePrinter {
  const declarations: Declarations = new Map();

  const print = (schema: Schema, side: Side): string => {
    const name = names.get(schema);
    return name === undefined ? printBare(schema, side) : printNamed(name, schema, side);
  };

  /** NOTE: a type of its own says what it is; repeating that at each field would be noise. */
  const isDeclared = (schema: Schema): boolean => names.has(schema) && isWorthAName(schema);

  const printNamed = (name: string, schema: Schema, side: Side): string => {
    const definition = definitionOf(schema);
    if (definition.type === 'optional') return `${printNamed(name, definition.innerType, side)} | undefined`;
    if (!isWorthAName(schema)) return printBare(schema, side);
    const body = printBare(schema, side);
    const kind = definition.type === 'object' ? `interface ${name} ${body}\n` : `type ${name} = ${body};\n`;
    return declare(name, `${docComment(describe(schema))}export ${kind}`, side);
  };

  const declare = (name: string, text: string, side: Side): string => {
    const known = declarations.get(name);
    if (known === undefined) declarations.set(name, text);
    if (known === undefined || known === text) return name;
    if (side === 'input' && !name.endsWith('Input')) return declare(`${name}Input`, text.replace(` ${name} `, ` ${name}Input `), side);
    throw new Error(`${name} takes something else than it gives; give its two sides two names in the contract`);
  };

  const printBare = (schema: Schema, side: Side): string => {
    const definition = definitionOf(schema);
    switch (definition.type) {
      case 'string':
      case 'number':
      case 'boolean':
      case 'bigint':
      case 'null':
      case 'undefined':
      case 'unknown':
      case 'never':
        return definition.type;
      case 'date':
        return 'Date';
      case 'literal':
        return definition.values.map((value) => (typeof value === 'string' ? quote(value) : String(value))).join(' | ');
      case 'enum':
        return Object.values(definition.entries).map((value) => quote(String(value))).join(' | ');
      case 'array':
        return `${grouped(print(definition.element, side))}[]`;
      case 'record':
        return `Record<${print(definition.keyType, side)}, ${print(definition.valueType, side)}>`;
      case 'union':
        return definition.options.map((option) => print(option, side)).join(' | ');
      case 'nullable':
        return `${print(definition.innerType, side)} | null`;
      case 'optional':
        return `${print(definition.innerType, side)} | undefined`;
      case 'default':
      case 'prefault':
        return side === 'input' ? `${print(definition.innerType, side)} | undefined` : print(definition.innerType, side);
      case 'readonly':
        return print(definition.innerType, side);
      case 'pipe':
        return print(side === 'input' ? definition.in : definition.out, side);
      case 'object':
        return printObject(definition.shape, side);
      default:
        throw new Error(`the SDK's types cannot say what zod's "${definition.type}" is yet; teach build/type-printer.ts`);
    }
  };

  const printObject = (shape: Readonly<Record<string, Schema>>, side: Side): string => {
    const fields = Object.entries(shape).map(([key, field]) => {
      const mark = (side === 'input' ? field._zod.optin : field._zod.optout) === undefined ? '' : '?';
      return `${docComment(describeField(field), '  ')}  ${propertyName(key)}${mark}: ${print(field, side)};\n`;
    });
    return fields.length === 0 ? 'Record<string, never>' : `{\n${fields.join('')}}`;
  };

  const describeField = (field: Schema): string | undefined => {
    const inner = innermost(field);
    const said = field === inner && isDeclared(field) ? undefined : (describe(field) ?? (isDeclared(inner) ? undefined : describe(inner)));
    const definition = definitionOf(field);
    const fallback = definition.type === 'default' ? `Default: \`${JSON.stringify(definition.defaultValue)}\`.` : undefined;
    return [said, fallback].filter(Boolean).join(' ') || undefined;
  };

  return { declarations, print, isOptional: (schema) => acceptsNothing(schema) };
}

function isWorthAName(schema: Schema): boolean {
  const definition = definitionOf(schema);
  if (definition.type === 'object') return Object.keys(definition.shape).length > 0;
  return definition.type === 'union' || definition.type === 'enum';
}

function describe(schema: Schema): string | undefined {
  const { description } = schema as Schema & { description?: string };
  return description;
}

/** The schema below what only makes it optional or nullable. */
function innermost(schema: Schema): Schema {
  const definition = definitionOf(schema);
  const wraps = definition.type === 'optional' || definition.type === 'nullable' || definition.type === 'default';
  return wraps ? innermost(definition.innerType) : schema;
}

function acceptsNothing(schema: Schema): boolean {
  const definition = definitionOf(schema);
  if (definition.type === 'optional') return true;
  return definition.type === 'object' && Object.values(definition.shape).every((field) => field._zod.optin !== undefined);
}

/** NOTE: an array of a union needs brackets, one of an object literal or a name does not. */
function grouped(type: string): string {
  return / [|] /.test(type.replace(/\{[\s\S]*\}/, '')) ? `(${type})` : type;
}
