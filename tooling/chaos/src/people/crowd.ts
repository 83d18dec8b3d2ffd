import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createClient, type Rookery } from '@rookery/sdk';
import type { Recorder } from '../history/history.ts';
import { type Ear, openEar } from './ear.ts';
import { placeOf } from './place.ts';

/** A client of somebody, with a stream of its own. */
export interface Device {
  name: string;
  person: Person;
  client: Rookery;
}

/** Somebody who is signed in on several devices. */
export interface Person {
  name: string;
  id: string;
  username: string;
  password: string;
  devices: Device[];
}

/** What went wrong with the calls of all clients. */
export interface Answers {
  /** Answers that said that the server was at fault. */
  serverErrors: string[];
  /** What clients complained of that belonged to no call. */
  thrown: string[];
}

/** People and where their devices reach a server: the device number n of each goes to the n-th address, and round again. */
export interface CrowdPlan {
  names: readonly string[];
  devicesEach: number;
  urls: readonly string[];
}

/** People who are there. Disposing it closes their clients. */
export interface Crowd extends Disposable {
  people: Person[];
  devices: Device[];
  answers: Answers;
}

/** Registers people, signs them in on their devices, and notes what each device hears. */
export async function gather({ names, devicesEach, urls }: CrowdPlan, recorder: Recorder): Promise<Crowd> {
  const answers: Answers = { serverErrors: [], thrown: [] };
  let count = 0;
  const connect = (): Rookery => {
    const url = urls[count % urls.length] ?? '';
    count += 1;
    return createClient({
      url,
      fetch: watchedFetch(answers),
      onError: (error) => void answers.thrown.push(String(error)),
    });
  };
  const people: Person[] = [];
  for (const name of names) people.push(await join(name, devicesEach, connect));
  const devices = people.flatMap((person) => person.devices);
  for (const device of devices) listen(device, recorder);
  for (const device of devices) await untilOpen(device);
  const [someone] = people;
  const ear = someone ? await addEar(someone, urls[0] ?? '', recorder) : null;
  return {
    people,
    devices: people.flatMap((person) => person.devices),
    answers,
    [Symbol.dispose]: () => {
      ear?.[Symbol.dispose]();
      for (const { client } of devices) client.close();
    },
  };
}

async function join(name: string, devices: number, connect: () => Rookery): Promise<Person> {
  const username = `${name}_${randomBytes(4).toString('hex')}`;
  const password = 'kill -9 is only a signal';
  const client = connect();
  const { account } = await client.auth.register({ email: `${username}@rookery.test`, username, password });
  const person: Person = { name, id: account.id, username, password, devices: [] };
  person.devices.push({ name: `${name}/1`, person, client });
  for (let number = 2; number <= devices; number += 1) {
    const further = connect();
    await further.auth.login({ login: username, password });
    person.devices.push({ name: `${name}/${number}`, person, client: further });
  }
  return person;
}

/** Gives somebody one more device: a program that hears by Server-Sent Events, and calls like the first. */
async function addEar(person: Person, url: string, recorder: Recorder): Promise<Ear | null> {
  const [device] = person.devices;
  if (!device) return null;
  const { client } = device;
  const { token } = await client.tokens.create({ name: 'ear', scopes: ['read', 'read:chat'] });
  const name = `${person.name}/ear`;
  const ear = openEar({ name, url, token }, recorder);
  await ear.begun;
  person.devices.push({ name, person, client });
  return ear;
}

function listen({ name, client }: Device, recorder: Recorder): void {
  client.events.on('message.created', ({ data }) =>
    recorder.note({ kind: 'heard', device: name, ...placeOf(data.message) }),
  );
  client.events.on('stream.reset', () => recorder.note({ kind: 'status', device: name, status: 'reset' }));
  client.events.onStatus((status) => recorder.note({ kind: 'status', device: name, status }));
}

async function untilOpen({ name, client }: Device): Promise<void> {
  for (const end = performance.now() + 30_000; performance.now() < end; await setTimeout(10))
    if (client.events.status === 'open') return;
  throw new Error(`the stream of ${name} did not open`);
}

type Fetch = NonNullable<Parameters<typeof createClient>[0]['fetch']>;

function watchedFetch(answers: Answers): Fetch {
  return async (to, init) => {
    const answer = await fetch(to, init);
    if (answer.status >= 500) answers.serverErrors.push(`${answer.status} ${new URL(String(to)).pathname}`);
    return answer;
  };
}
