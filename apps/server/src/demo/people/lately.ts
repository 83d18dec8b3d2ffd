import type { DemoNews } from '../person.ts';

/** What the town says on the evening of the lanterns, in all of its languages. */
export const evening: DemoNews[] = [
  {
    by: 'anneke',
    hoursAgo: 7,
    text: 'Thirty bicycles, thirty lamps, and one disco ball that nobody admits to. #lanternnight #cycling',
    replies: [
      ['grace_w', 'It was the goat engineer. I have no further comment.'],
      ['fiona_mc', 'The disco ball is on loan. I want it back before the matinee.'],
    ],
  },
  {
    by: 'fiona_mc',
    hoursAgo: 6,
    text: 'Lit the canal like a stage: two gels, one ladder, no permission. #lanternnight #theatre',
  },
  {
    by: 'marta_k',
    hoursAgo: 5.5,
    text: 'A lantern of rye crust: a bad idea, I know that now, but for a whole minute it smelled wonderful. #lanternnight #bread',
    pictures: ['lanterns'],
    replies: [
      ['samir', 'Send me the charcoal, I shall call it a tuile.'],
      ['demo', 'I smelled it from the bridge and came running.'],
    ],
  },
  {
    by: 'yuki_dev',
    hoursAgo: 4.6,
    text: 'We walked along the canal and described every lamp out loud to each other. Best alt text of my life. #lanternnight #a11y',
    replies: [['layla_b', 'And nobody in the library shushed you, which says something.']],
  },
  {
    by: 'otis',
    hoursAgo: 4,
    key: 'song',
    text: 'Carrying the accordion down to the canal at seven. Bring a lamp and a song you half know. #lanternnight #music',
    replies: [
      ['lucia_r', 'Which half?'],
      ['otis', '@lucia_r The other one.'],
    ],
  },
  { by: 'lucia_r', hoursAgo: 3.5, text: 'Esta noche el chelo también lleva linterna. #linternas #cello' },
  {
    by: 'gwen_p',
    hoursAgo: 3.2,
    text: 'Hollowed out the longest leek on the allotment. Thinnest lantern in town. #lanternnight #garden',
  },
  {
    by: 'demo',
    hoursAgo: 3,
    key: 'jar',
    text: 'Made a lantern out of a jam jar. It looks like a jam jar that has had an idea. #lanternnight',
    pictures: ['jar'],
    replies: [
      ['marta_k', 'The best sort of jar.'],
      ['clara_v', 'Somewhere a signalman is jealous.'],
      ['bargain_bob', 'NICE JAR. You know what is nicer? GUTTERS.'],
      ['wilma', 'It shines like a wet rook. High praise.'],
    ],
  },
  {
    by: 'oksana_p',
    hoursAgo: 2.9,
    text: 'Третій клас несе ліхтарі й співає на три голоси. Один із них мій. #ліхтарі #музика',
  },
  { by: 'minjun', hoursAgo: 2.8, text: '등불 아래에서는 모든 책이 옛날 책이 됩니다. #등불 #책' },
  {
    by: 'wilma',
    hoursAgo: 2.5,
    key: 'reeds',
    text: 'Please leave the reed side of the canal dark tonight: the bitterns would like to sleep. #lanternnight #birds',
    replies: [
      ['teodor', 'The astronomers second the motion.'],
      ['anneke', 'Thirty lamps off at the bend. Promise.'],
    ],
  },
  {
    by: 'hana',
    hoursAgo: 2,
    text: '提灯をひとつ、釉薬で焼いてみました。灯りが青い。 #提灯 #陶芸',
    pictures: ['glaze'],
  },
  { by: 'kenji_t', hoursAgo: 0.75, text: '今夜は山小屋からも、町の灯りが見えますように。 #提灯' },
  { by: 'noor', hoursAgo: 1.5, text: 'سبعة فوانيس على شباك القسم، والمرضى يعدّونها بدل الخراف. #فوانيس' },
  {
    by: 'rafael_c',
    hoursAgo: 0.85,
    text: 'Mi abuela hizo las linternas con hojalata y refranes. Alumbran más los refranes. #linternas',
  },
  {
    by: 'layla_b',
    hoursAgo: 1.1,
    quotes: 'jar',
    text: 'Catalogued under: luminous objects, self-taught. #lanternnight',
  },
  { by: 'soyeon', hoursAgo: 0.9, text: '등불이라는 낱말은 번역해도 따뜻하다. #등불' },
  { by: 'dmytro_h', hoursAgo: 0.8, text: 'Віск свій, ліхтар свій, вогонь позичив у сусіда. #ліхтарі #бджоли' },
  {
    by: 'weather_bot',
    hoursAgo: 0.7,
    text: 'Porch: 4°C, still, clear. Lanterns expected. The moth is beside itself. #lanternnight #weather',
  },
  { by: 'wei_l', hoursAgo: 0.6, text: '给灯笼题了一个字：慢。 #提灯 #茶' },
  {
    by: 'tomas_v',
    hoursAgo: 0.5,
    text: 'Dibujé el canal con todas sus linternas. Falta una, como siempre. #linternas #mapas',
    pictures: ['chart'],
  },
  { by: 'layla_b', hoursAgo: 0.4, text: 'فانوس واحد بين الرفوف، والقطة حارسته. #فوانيس' },
  {
    by: 'grace_w',
    hoursAgo: 0.3,
    text: 'Ran the canal loop with a head torch and was taken for a lantern. Twice. #lanternnight #running',
    replies: [['amara', 'Once is measurement error. Twice is a lantern.']],
  },
  {
    by: 'sanna_k',
    hoursAgo: 0.2,
    text: 'One lantern, one hole in the ice. The fish came to look. #lanternnight #iceswimming',
  },
];

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
