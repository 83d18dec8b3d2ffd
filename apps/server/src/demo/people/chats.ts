import type { DemoChat } from '../person.ts';

/** What people say to each other, the oldest first. */
export const chats: DemoChat[] = [
  {
    members: ['demo', 'marta_k'],
    read: { demo: 6, marta_k: 7 },
    lines: [
      { by: 'marta_k', hoursAgo: 30, text: 'How is the starter? Be honest.' },
      { by: 'demo', hoursAgo: 29.5, text: 'It has opinions now. It rose, looked around and went back down.' },
      {
        by: 'marta_k',
        hoursAgo: 29.4,
        text: 'That is confidence, not failure. Feed it at night.',
        reactions: [['❤️', ['demo']]],
      },
      {
        by: 'demo',
        hoursAgo: 6.2,
        text: 'Fed it at night. It lifted the lid off the jar!',
        before: 'Fed it. It lifted the lid of the jar!',
      },
      { by: 'demo', hoursAgo: 6.1, text: 'It also touched the ceiling of the fridge. Is that good?' },
      {
        by: 'marta_k',
        hoursAgo: 6,
        text: 'That is bread, telling you it is ready.',
        answers: 4,
        reactions: [['😂', ['demo']]],
      },
      { by: 'marta_k', hoursAgo: 1.1, text: 'Come by at six tomorrow, I bake anyway. Bring the jar, not the ceiling.' },
    ],
  },
  {
    members: ['otis', 'demo', 'lucia_r', 'fiona_mc', 'joao_m'],
    title: 'Canal band',
    read: { demo: 9, lucia_r: 12, fiona_mc: 12, joao_m: 10, otis: 12 },
    lines: [
      { by: 'otis', hoursAgo: 52, note: { kind: 'created' } },
      { by: 'otis', hoursAgo: 51.9, text: 'Seven o’clock at the lock. Who carries the lamp?' },
      { by: 'fiona_mc', hoursAgo: 51, text: 'I carry eleven lamps. Ask me who carries the ladder.' },
      { by: 'lucia_r', hoursAgo: 50.6, text: 'Yo llevo el chelo, así que la escalera no.' },
      {
        by: 'joao_m',
        hoursAgo: 50,
        text: 'Eu levo a escada. E depois o violoncelo quer descer sozinho?',
        reactions: [['😂', ['lucia_r', 'otis', 'demo']]],
      },
      { by: 'demo', hoursAgo: 49, text: 'I can carry a jam jar.' },
      {
        by: 'otis',
        hoursAgo: 48.8,
        text: 'Every band needs a jam jar.',
        answers: 6,
        reactions: [
          ['🫙', ['demo', 'fiona_mc']],
          ['🎶', ['lucia_r']],
        ],
      },
      { by: 'otis', hoursAgo: 9, text: null },
      { by: 'otis', hoursAgo: 8.9, text: 'Wrong key, wrong canal. Forget that one.' },
      { by: 'lucia_r', hoursAgo: 2.4, text: 'Anoche sonó mejor que en el ensayo. ¿Repetimos el jueves?' },
      { by: 'fiona_mc', hoursAgo: 2.2, text: 'Thursday is good. The lamps are still wet, so is the disco ball.' },
      { by: 'otis', hoursAgo: 0.4, text: 'Thursday. @demo brings the jar, I bring the other half of the song.' },
    ],
  },
  {
    members: ['wilma', 'demo'],
    read: { wilma: 3, demo: 3 },
    lines: [
      { by: 'wilma', hoursAgo: 70, text: 'You left an umbrella here. Or somebody did, and it looks like you.' },
      { by: 'demo', hoursAgo: 69, text: 'Mine is the one that does not open.' },
      {
        by: 'wilma',
        hoursAgo: 68.5,
        text: 'Then it is yours. It hangs by the door and refuses to be anything else.',
        reactions: [['☂️', ['demo']]],
      },
    ],
  },
  {
    members: ['chidi_o', 'demo'],
    isRequest: true,
    read: { chidi_o: 2, demo: 0 },
    lines: [
      { by: 'chidi_o', hoursAgo: 20, text: 'Hello! We have not met. I build radios out of what others throw away.' },
      { by: 'chidi_o', hoursAgo: 3, text: 'Would the jam jar with the idea like an antenna?' },
    ],
  },
  {
    members: ['grace_w', 'amara'],
    read: { grace_w: 2, amara: 2 },
    lines: [
      {
        by: 'grace_w',
        hoursAgo: 12,
        text: 'The goat ate the lantern. The goat is fine. The lantern is also fine, somehow.',
      },
      { by: 'amara', hoursAgo: 11.5, text: 'Of the two I would have insured the lantern.' },
    ],
  },
  {
    members: ['ada_m', 'pavel_r', 'yuki_dev', 'wei_l'],
    title: 'Pull requests at dusk',
    read: { ada_m: 4, pavel_r: 4, yuki_dev: 3, wei_l: 4 },
    lines: [
      { by: 'ada_m', hoursAgo: 90, note: { kind: 'created' } },
      { by: 'ada_m', hoursAgo: 89, text: 'Whoever named a function `doItProperly` owes the rest of us a cake.' },
      { by: 'pavel_r', hoursAgo: 88, text: 'It did not do it properly, either.' },
      {
        by: 'wei_l',
        hoursAgo: 40,
        text: '蛋糕我来带。函数你们来改。',
        reactions: [['🍰', ['ada_m', 'pavel_r', 'yuki_dev']]],
      },
    ],
  },
];
