import type { z } from 'zod';
import { docComment, propertyName, quote } from './text.ts';

type Schema = z.core.$ZodType;
type Definition = z.core.$ZodTypes['_zod']['def'];

/** Which side of a schema: what it takes, or what it gives. */
export type Side = 'input' | 'output';

/** Prints the types of schemas; those with a name become declarations. */
export class TypePrinter {
  /** The declarations that prints have called for, by name. */
  readonly declarations = new Map<string, string>();
  readonly #names: ReadonlyMap<Schema, string>;

  constructor(names: ReadonlyMap<Schema, string>) {
    this.#names = names;
  }

  /** The type of a schema as text. */
  print(schema: Schema, side: Side): string {
    const name = this.#names.get(schema);
    return name === undefined ? this.#printBare(schema, side) : this.#printNamed(name, schema, side);
  }

  /** Whether callers may leave the input out. */
  isOptional(schema: Schema): boolean {
    const definition = definitionOf(schema);
    if (definition.type === 'optional') return true;
    return definition.type === 'object' && Object.values(definition.shape).every((field) => field._zod.optin);
  }

  #printNamed(name: string, schema: Schema, side: Side): string {
    const definition = definitionOf(schema);
    if (definition.type === 'optional') return `${this.#printNamed(name, definition.innerType, side)} | undefined`;
    const body = this.#printBare(schema, side);
    if (!isWorthAName(schema)) return body;
    const kind = definition.type === 'object' ? `interface ${name} ${body}\n` : `type ${name} = ${body};\n`;
    return this.#declare(name, `${docComment(describe(schema))}export ${kind}`, side);
  }

  #declare(name: string, text: string, side: Side): string {
    const known = this.declarations.get(name);
    if (known === undefined) this.declarations.set(name, text);
    if (known === undefined || known === text) return name;
    if (side === 'input' && !name.endsWith('Input')) {
      return this.#declare(`${name}Input`, text.replace(` ${name} `, ` ${name}Input `), side);
    }
    throw new Error(`${name} takes something else than it gives; give its two sides two names in the contract`);
  }

  #printBare(schema: Schema, side: Side): string {
    const definition = definitionOf(schema);
    return plainType(definition) ?? this.#printWrapped(definition, side) ?? this.#printComposed(definition, side);
  }

  #printWrapped(definition: Definition, side: Side): string | null {
    switch (definition.type) {
      case 'nullable':
        return `${this.print(definition.innerType, side)} | null`;
      case 'optional':
        return `${this.print(definition.innerType, side)} | undefined`;
      case 'default':
      case 'prefault':
        return `${this.print(definition.innerType, side)}${side === 'input' ? ' | undefined' : ''}`;
      case 'readonly':
        return this.print(definition.innerType, side);
      case 'pipe':
        return this.print(side === 'input' ? definition.in : definition.out, side);
      default:
        return null;
    }
  }

  #printComposed(definition: Definition, side: Side): string {
    switch (definition.type) {
      case 'array':
        return `${grouped(this.print(definition.element, side))}[]`;
      case 'record':
        return `Record<${this.print(definition.keyType, side)}, ${this.print(definition.valueType, side)}>`;
      case 'union':
        return definition.options.map((option) => this.print(option, side)).join(' | ');
      case 'object':
        return this.#printObject(definition.shape, side);
      default:
        throw new Error(
          `the SDK's types cannot say what zod's "${definition.type}" is yet; teach build/type-printer.ts`,
        );
    }
  }

  #printObject(shape: Readonly<Record<string, Schema>>, side: Side): string {
    const fields = Object.entries(shape).map(([key, field]) => {
      const optional = side === 'input' ? field._zod.optin : field._zod.optout;
      const name = `${propertyName(key)}${optional ? '?' : ''}`;
      return `${docComment(this.#describeField(field), '  ')}  ${name}: ${this.print(field, side)};\n`;
    });
    return fields.length === 0 ? 'Record<string, never>' : `{\n${fields.join('')}}`;
  }

  /** NOTE: a type of its own says what it is; repeating that at each field would be noise. */
  #describeField(field: Schema): string | undefined {
    const inner = innermost(field);
    const isDeclared = this.#names.has(inner) && isWorthAName(inner);
    const own = field === inner && isDeclared ? undefined : describe(field);
    const definition = definitionOf(field);
    const fallback =
      definition.type === 'default' ? `Default: \`${JSON.stringify(definition.defaultValue)}\`.` : undefined;
    return [own ?? (isDeclared ? undefined : describe(inner)), fallback].filter(Boolean).join(' ');
  }
}

/** NOTE: all schemas are made by zod's own functions, whose definitions are this union. */
function definitionOf(schema: Schema): Definition {
  return (schema as z.core.$ZodTypes)._zod.def;
}

/** The type of a schema that holds no other, or null. */
function plainType(definition: Definition): string | null {
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
    case 'file':
      return 'Blob';
    case 'literal':
      return definition.values.map((value) => (typeof value === 'string' ? quote(value) : String(value))).join(' | ');
    case 'enum':
      return Object.values(definition.entries)
        .map((value) => quote(String(value)))
        .join(' | ');
    default:
      return null;
  }
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

/** NOTE: an array of a union needs brackets, one of an object literal or a name does not. */
function grouped(type: string): string {
  return / [|] /.test(type.replace(/\{[\s\S]*\}/, '')) ? `(${type})` : type;
}
