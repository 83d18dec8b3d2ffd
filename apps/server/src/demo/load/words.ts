import { vectorOf } from '@rookery/api';
import type { Facet } from '@rookery/contract';

const openers = [
  ...[
    'Up early,',
    'Out late,',
    'Rain again,',
    'First frost,',
    'Half past six,',
    'On the night bus,',
    'Between two meetings,',
  ],
  ...[
    'After the market,',
    'At the allotment,',
    'In the reading room,',
    'By the harbour,',
    'Under the awning,',
    'Back from the hills,',
  ],
  ...[
    'Once more,',
    'Against all advice,',
    'Quite by accident,',
    'As every Tuesday,',
    'With cold hands,',
    'Before breakfast,',
  ],
  ...['Somewhere past Crewe,', 'On the third try,', 'With the radio on,', 'Three floors up,', 'Late as usual,'],
];
const middles = [
  ...[
    'the kettle and I reached an understanding',
    'somebody practised scales for an hour',
    'a heron stood in the car park',
  ],
  ...['the bread rose higher than the forecast', 'my neighbour lent me a ladder', 'the bicycle found a new noise'],
  ...[
    'two strangers argued about marmalade',
    'the library smelled of oranges',
    'a child explained gravity to a pigeon',
  ],
  ...['the ferry waited for one old man', 'the garden approved of nothing', 'the whole street learned to whistle'],
  ...['a letter came for someone long gone', 'the piano was carried downstairs', 'the bees ignored the calendar'],
  ...['my sister won a goose at the fair', 'the clock tower struck thirteen', 'the soup outlived the conversation'],
  ...['an umbrella changed owners twice', 'the fog swallowed the bridge', 'the choir lost its only tenor'],
  ...['the cat signed for a parcel', 'we repaired the lighthouse lamp', 'a chess game ended in laughter'],
];
const closers = [
  ...[
    'and nobody asked why.',
    'and that was plenty.',
    'which explains the hat.',
    'as far as I can tell.',
    'and I would do it again.',
  ],
  ...[
    'so we put the tea on.',
    'and the dog was proud.',
    'to general applause.',
    'without a single witness.',
    'but the photograph is blurred.',
  ],
  ...[
    'and then the lights went out.',
    'which is how legends begin.',
    'and the vicar saw everything.',
    'until the tide turned.',
  ],
  ...[
    'and now I own a trombone.',
    'for the price of two plums.',
    'and I have the receipt.',
    'just as my aunt predicted.',
  ],
];
const topics =
  'garden birds bread tea rain books music trains maps chess boats soup stars bees clocks maths bicycles cats frost moss ' +
  'кава сад ліс дощ 朝活 写真 猫 山歩き 아침 산책 قهوة صباح καφές θάλασσα चाय बारिश café mañana über şehir';
const turns =
  'daily club lovers today notes talk people share first late north south week hour list days nights walks jar box';

/** A hashtag for each topic, the most used first, then for each topic with each turn. */
function tagsOf(): string[] {
  const alone = topics.split(' ');
  return [...alone, ...turns.split(' ').flatMap((turn) => alone.map((topic) => topic + turn))];
}

/** Texts, each with what the search keeps of it. */
export interface Words {
  texts: string[];
  vectors: string[];
}

function wordsOf(texts: string[], facetsOf: (text: string) => Facet[] = () => []): Words {
  return { texts, vectors: texts.map((text) => textVector(text, facetsOf(text))) };
}

/** NOTE: without the author, who is added to each post. */
function textVector(text: string, facets: Facet[]): string {
  const nothing = { content_warning: null, has_media: false, alts: null, options: null };
  return vectorOf({ id: '', author_id: '', text, facets, ...nothing }).replace("'by:'", '');
}

/** What posts of the crowd are made of: a part of each of the first three, and of some a hashtag. */
export function vocabulary(): { openers: Words; middles: Words; closers: Words; tags: Words } {
  const tags = wordsOf(
    tagsOf().map((tag) => `#${tag}`),
    (text) => [{ kind: 'hashtag', start: 0, end: text.length, tag: text.slice(1) }],
  );
  return { openers: wordsOf(openers), middles: wordsOf(middles), closers: wordsOf(closers), tags };
}
