import { createAudience } from './audience.ts';
import { chats } from './people/chats.ts';
import { days } from './people/days.ts';
import { evening } from './people/evening.ts';
import type { DemoPerson } from './person.ts';
import { planConversations } from './plan-conversations.ts';
import { planDeeds } from './plan-deeds.ts';
import { planNotifications } from './plan-notifications.ts';
import { planPosts } from './plan-posts.ts';
import { planTies } from './plan-ties.ts';
import type { DemoPlan, PlannedPerson, Setting } from './planned.ts';
import { createRandom, idOf } from './random.ts';

const seed = 20_261_121;
const day = 24 * 3_600_000;

/** Plans two weeks of a small town's talk that end just before `now`. */
export function planDemo(persons: readonly DemoPerson[], now: Date): DemoPlan {
  const setting = { now, random: createRandom(seed) };
  const people = persons.map((person) => planPerson(person, setting));
  const ties = planTies(people, setting);
  const audience = createAudience(people, ties);
  const posts = planPosts(people, { news: [...evening, ...days], audience, ...setting });
  const deeds = planDeeds({ people, posts, audience }, setting);
  const conversations = planConversations(people, chats, setting);
  const notifications = planNotifications({ people, posts, ...ties, ...deeds, conversations }, setting);
  return { now, people, posts, ...ties, ...deeds, notifications, conversations };
}

function planPerson(person: DemoPerson, { now, random }: Setting): PlannedPerson {
  const createdAt = new Date(now.getTime() - (15 + random.below(300)) * day - random.below(day));
  return { id: idOf(createdAt, random), person, createdAt };
}
