import type { DemoNews } from '../person.ts';

/** Posts of the days before that do something more than say something. */
export const days: DemoNews[] = [
  {
    by: 'wilma',
    hoursAgo: 9,
    key: 'sign',
    text: 'The reserve gets a new sign. Who goes on it? The committee has been arguing since Lent. #birds',
    poll: { options: ['The owl', 'The bittern', 'The very proud dog'], hours: 81, votes: [7, 5, 9] },
    replies: [
      ['demo', 'I met that dog. The dog has my vote, the owl has my heart.'],
      ['ingrid_h', 'Put the owl on the dog.'],
    ],
  },
  {
    by: 'elio',
    hoursAgo: 2.4,
    text: '@demo a écrit « un bocal qui a eu une idée ». Pas une faute. Je reste vigilant. #typographie',
  },
  {
    by: 'grace_w',
    hoursAgo: 14,
    text: '@demo asked how one starts running. You put on shoes and regret it, and on the fourth day you do not. #running',
    replies: [['demo', 'It is day two. I am at the regretting.']],
  },
  {
    by: 'otis',
    hoursAgo: 18,
    visibility: 'friends',
    text: 'Friends: back door, after ten, bring nothing. I mean it about the nothing, Ingrid.',
  },
  {
    by: 'clara_v',
    hoursAgo: 20,
    text: 'What belongs on a night train? As many as you like. #trains',
    poll: {
      options: ['A boiled egg', 'A window that opens', 'Somebody snoring politely', 'A letter to finish'],
      multiple: true,
      hours: 140,
      votes: [6, 11, 4, 8],
    },
  },
  {
    by: 'demo',
    hoursAgo: 22,
    quotes: 'lucia_r:4',
    text: 'Mine has filed one too, and I only carried the shopping.',
  },
  {
    by: 'otis',
    hoursAgo: 26,
    quotes: 'wilma:0',
    text: 'I have played to quieter rooms than that owl, but not many.',
  },
  {
    by: 'marta_k',
    hoursAgo: 28,
    visibility: 'followers',
    text: 'For those who follow me: forty loaves are put by for tomorrow. Say "jam jar" at the counter.',
  },
  {
    by: 'demo',
    hoursAgo: 30,
    text: 'Help me decide: what do I hang on my lantern tomorrow? #lanternnight',
    poll: { options: ['A paper rook', 'Dried orange', 'Nothing, leave it be'], hours: 24, votes: [8, 6, 3] },
    replies: [['beatriz', 'Paper rook, blue thread. I have the thread.']],
  },
  {
    by: 'fiona_mc',
    hoursAgo: 33,
    warning: 'How the goose play ends',
    text: 'The goose wins. It was never in the script. The applause was, and it was not enough. #theatre',
    replies: [['mira_s', 'The crocodile demands a rematch.']],
  },
  {
    by: 'rohan_d',
    hoursAgo: 40,
    quotes: 'gone',
    text: 'I will not say what this was about, only that the garlic chutney was right and I was wrong. #food',
  },
  {
    by: 'priya_n',
    hoursAgo: 44,
    key: 'gone',
    text: null,
    replies: [
      ['rohan_d', 'You cannot say that about tamarind in public.'],
      ['samir', 'I was here. I saw it. I say nothing.'],
    ],
  },
  {
    by: 'wilma',
    hoursAgo: 48,
    visibility: 'friends',
    text: 'For friends: the owl has a name now, and I shall deny it if asked.',
  },
  {
    by: 'mira_s',
    hoursAgo: 50,
    warning: 'Teeth, from close up',
    text: 'The crocodile lost a filling. We glued it in while a class of seven-year-olds watched and offered advice.',
  },
  {
    by: 'demo',
    hoursAgo: 52,
    visibility: 'friends',
    text: 'Only for friends: the sentence about the herons is not mine. It is my mother’s.',
  },
  {
    by: 'ada_m',
    hoursAgo: 55,
    text: 'Is a test that never fails a test or a decoration? #code',
    replies: [
      ['pavel_r', 'A clock without hands: right as long as nobody looks.'],
      ['chidi_o', null],
      ['ada_m', '@chidi_o That is the best argument against me that I have read, and I have written some.'],
      ['yuki_dev', '@ada_m Did they really delete it? I was composing applause.'],
    ],
  },
  {
    by: 'ingrid_h',
    hoursAgo: 60,
    before: [
      'The oar is finished. Nine months and three planks of ash. #boats',
      'The oar is finished. Nine months, two planks of ash. #boats',
    ],
    text: 'The oar is finished. Nine months, two planks of ash and one apology to the third. #boats',
    pictures: ['fjord'],
  },
  {
    by: 'demo',
    hoursAgo: 70,
    before: ['Found the second herron. It was the shopping troley.'],
    text: 'Found the second heron. It was the shopping trolley.',
  },
  {
    by: 'pavel_r',
    hoursAgo: 100,
    text: 'Should a clock strike in the night? #clocks',
    poll: { options: ['Yes, all of them', 'Only the small ones', 'Never'], hours: 72, votes: [5, 8, 2] },
    replies: [['teodor', 'Only when it is clear. So, never.']],
  },
];
