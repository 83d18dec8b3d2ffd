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
