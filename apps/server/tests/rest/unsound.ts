import { newId } from '@rookery/api';
import type { Route } from '@rookery/rest';
import { z } from 'zod';

/** An input with something wrong about it. */
export interface Unsound {
  what: string;
  input: object;
}

/** What can be wrong with a sound input of a route: an id of nothing, a field less, of another type, or too many. */
export function unsoundInputs(route: Route, sound: object): Unsound[] {
  const fields = Object.entries(shapeOf(route.input, sound)).filter(([name]) => !route.parameters.includes(name));
  const having = (name: string, value: unknown) => ({ ...sound, [name]: value });
  return [
    ...wrongIds(sound),
    ...fields
      .filter(([name, field]) => !field.isOptional() && !tellsApart(route, name))
      .map(([name]) => ({ what: `no ${name}`, input: having(name, undefined) })),
    ...fields
      .filter(([name]) => name !== 'file')
      .map(([name, field]) => {
        const value = otherType(route, { field, sound: Reflect.get(sound, name) });
        return { what: `${name} of another type`, input: having(name, value) };
      }),
    { what: 'an unknown field', input: having('nonsense', 'x') },
  ];
}

function wrongIds(sound: object): Unsound[] {
  const ids = Object.entries(sound).filter(([, value]) => [value].flat().some(isId));
  return ids.flatMap(([name, value]) => {
    const having = (id: string) => ({ ...sound, [name]: Array.isArray(value) ? [id] : id });
    return [
      { what: `${name} of nothing`, input: having(nothing) },
      { what: `${name} that is no id`, input: having('x') },
    ];
  });
}

/** NOTE: where two procedures share a route, a body without what tells them apart is refused as the other's. */
function tellsApart({ procedure, path }: Route, name: string): boolean {
  return procedure === 'chat.open' && path === '/conversations' && name === 'userId';
}

const nothing = newId();

function isId(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}

/** NOTE: a query carries texts alone, of which some fit a text, and one of which is a list of one. */
function otherType({ method }: Route, { field, sound }: { field: z.ZodType; sound: unknown }): unknown {
  if (method === 'GET') return Array.isArray(sound) ? ['x!'] : 'x!';
  if (method !== 'POST') return { odd: [true] };
  return field.safeParse(7).success ? 'x' : 7;
}

function shapeOf(schema: z.ZodType, sound: object): Record<string, z.ZodType> {
  if (schema instanceof z.ZodOptional) return shapeOf(schema.unwrap() as z.ZodType, sound);
  if (schema instanceof z.ZodUnion) {
    const fitting = schema.options.find((option) => (option as z.ZodType).safeParse(sound).success);
    return fitting ? shapeOf(fitting as z.ZodType, sound) : {};
  }
  return schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {};
}
