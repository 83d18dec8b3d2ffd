import { setTimeout } from 'node:timers/promises';
import type { MessageView } from '@rookery/sdk';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Recorder } from '../history/history.ts';
import { placeOf } from './place.ts';

/** Whose stream is read, from where, and with which personal access token. */
export interface EarPlan {
  name: string;
  url: string;
  token: string;
}

/** A reader of Server-Sent Events, who comes back whenever the stream ends. */
export interface Ear extends Disposable {
  /** Resolves when it has been told where its stream begins. */
  readonly begun: Promise<void>;
}

const pauseMs = 100;
/** NOTE: the server says something every twenty seconds. */
const silenceMs = 30_000;

/** Reads somebody's events by the plain protocol, and notes what is heard as an SDK's device would. */
export function openEar({ name, url, token }: EarPlan, recorder: Recorder): Ear {
  const leaving = new AbortController();
  const begun = Promise.withResolvers<void>();
  let place = '';
  const hear = ({ event, data }: EventSourceMessage): void => {
    if (event === 'stream.reset') recorder.note({ kind: 'status', device: name, status: 'reset' });
    if (event === 'message.created') recorder.note({ kind: 'heard', device: name, ...placeOf(messageIn(data)) });
  };
  const onId = (id: string): void => {
    place = id;
    begun.resolve();
  };
  const read = async (): Promise<void> => {
    const headers = { authorization: `Bearer ${token}`, ...(place === '' ? {} : { 'last-event-id': place }) };
    const silence = new AbortController();
    const signal = AbortSignal.any([leaving.signal, silence.signal]);
    let watch = beginWatch(silence);
    try {
      const { ok, body } = await fetch(`${url}/api/v1/events`, { headers, signal });
      const parser = createParser({ onEvent: hear, onId });
      for await (const chunk of ok && body ? body.pipeThrough(new TextDecoderStream()) : []) {
        clearTimeout(watch);
        watch = beginWatch(silence);
        parser.feed(chunk);
      }
    } finally {
      clearTimeout(watch);
    }
  };
  const goOn = async (): Promise<void> => {
    for (; !leaving.signal.aborted; await setTimeout(pauseMs)) await read().catch(() => undefined);
  };
  void goOn();
  return { begun: begun.promise, [Symbol.dispose]: () => leaving.abort() };
}

function beginWatch(silence: AbortController): NodeJS.Timeout {
  return globalThis.setTimeout(() => silence.abort(), silenceMs);
}

/** NOTE: the data of this type of event hold a message, whose dates nobody here looks at. */
function messageIn(data: string): MessageView {
  return JSON.parse(data).data.message;
}
