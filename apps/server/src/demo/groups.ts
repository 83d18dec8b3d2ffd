import type { GroupJoining, GroupVisibility } from '@rookery/contract';

/** A group of the demo; people by their usernames, texts by who wrote them and how many hours ago. */
export interface DemoGroup {
  name: string;
  description: string;
  visibility: GroupVisibility;
  joining: GroupJoining;
  daysAgo: number;
  owner: string;
  moderators: string[];
  members: string[];
  /** Who invited whom, and who asks to join. */
  invites: [inviter: string, invitee: string][];
  requests: string[];
  posts: [by: string, hoursAgo: number, text: string][];
}

/** Where the people of the demo meet. */
export const groups: DemoGroup[] = [
  {
    name: 'Lantern Night',
    description: 'Who brings what, who carries whom, and what to do if it rains.',
    visibility: 'public',
    joining: 'open',
    daysAgo: 13,
    owner: 'marta_k',
    moderators: ['samir'],
    members: ['demo', 'hana', 'kenji_t', 'otis', 'wilma', 'clara_v', 'lucia_r'],
    invites: [],
    requests: [],
    posts: [
      ['marta_k', 210, 'Welcome, all! Say below what you can bring. I have forty paper bags and no patience.'],
      ['samir', 190, 'Two ladders, one of which I trust.'],
      ['hana', 120, 'I fold lanterns every evening after seven. Come with dry hands.'],
      ['demo', 50, 'I can carry water from the fountain, in case of too much success.'],
      ['otis', 5, 'The wind says east tonight. Hang the big ones by the library.'],
    ],
  },
  {
    name: 'The Street Library',
    description: 'One shelf under a roof. Take a book, leave a book, tell how it ended.',
    visibility: 'public',
    joining: 'request',
    daysAgo: 11,
    owner: 'demo',
    moderators: ['wilma'],
    members: ['gwen_p', 'amara', 'pavel_r'],
    invites: [],
    requests: ['ingrid_h', 'teodor'],
    posts: [
      ['demo', 160, 'The shelf has a roof now. Thank you, whoever nailed it there at night.'],
      ['wilma', 44, 'Somebody left eleven crime novels, all without the last page. I call that the perfect crime.'],
      ['amara', 9, 'Looking for anything about bees. Not the spelling kind.'],
    ],
  },
  {
    name: 'Bird Hide No. 4',
    description: 'What was seen, and by whom. What is said here stays with the herons.',
    visibility: 'private',
    joining: 'invite',
    daysAgo: 9,
    owner: 'teodor',
    moderators: [],
    members: ['gwen_p', 'mira_s', 'eleni_s'],
    invites: [['gwen_p', 'demo']],
    requests: [],
    posts: [
      ['teodor', 100, 'Bittern at the second bend, twice. Tell nobody who owns a drone.'],
      ['mira_s', 30, 'The hide leaks. So does my boot. Neither of us complains.'],
    ],
  },
];
