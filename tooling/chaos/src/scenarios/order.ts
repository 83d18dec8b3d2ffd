import { check } from '../history/check.ts';
import { Recorder } from '../history/history.ts';
import { say } from '../people/chat.ts';
import { openConversations } from '../people/conversations.ts';
import { gather } from '../people/crowd.ts';
import { conclude } from '../people/settle.ts';
import { openHouse } from '../processes/house.ts';
import type { Scenario } from './scenario.ts';

const writers = 16;

/** R3: many write into one conversation at once, over three processes. Rounds are messages of each writer. */
export const order: Scenario = {
  about: '16 writers over 3 processes into one conversation: numbered 1…N, and heard in that order by every device',
  rounds: 500,
  run: async ({ rounds }) => {
    const recorder = new Recorder();
    await using stack = new AsyncDisposableStack();
    const house = stack.use(await openHouse());
    const urls = (await house.open(3)).map(({ url }) => url);
    const plan = { names: ['ann', 'ben'], devicesEach: writers / 2, urls };
    const crowd = stack.use(await gather(plan, recorder));
    const conversations = await openConversations(crowd.people);
    const [conversation] = conversations;
    const begun = performance.now();
    await Promise.all(
      crowd.devices.map(async (device) => {
        for (let round = 1; round <= rounds && conversation; round += 1)
          await say(device, conversation.id, { clientId: `${device.name}-${round}`, recorder });
      }),
    );
    const sent = crowd.devices.length * rounds;
    const seconds = (performance.now() - begun) / 1000;
    const history = await conclude(crowd, conversations, recorder);
    const acknowledged = history.entries.filter(({ kind }) => kind === 'acknowledged').length;
    return {
      figures: { acknowledged, messagesPerSecond: Math.round(sent / seconds) },
      violations: [
        ...check(history).map(({ kind, detail }) => `${kind}: ${detail}`),
        ...(acknowledged === sent + 1 ? [] : [`${acknowledged} were acknowledged`]),
        ...crowd.answers.thrown,
        ...house.watch.complaints,
      ],
      history,
    };
  },
};
