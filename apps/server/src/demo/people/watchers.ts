import type { DemoPerson } from '../person.ts';

/** People who look closely: at birds, stars, trains, numbers. */
export const watchers: DemoPerson[] = [
  {
    username: 'wilma',
    name: 'Wilma Osei',
    bio: 'Counts birds so that they count. Volunteer ranger, thermos evangelist.',
    location: 'Norfolk',
    posts: [
      {
        text: 'Short-eared owl over the reeds at 6:40, so close that I heard the wings. There is nothing to hear. That is the point. #birds',
        replies: [
          ['demo', 'I read this three times.'],
          ['teodor', 'Hope you wrote it down before telling us!'],
          ['wilma', '@teodor Page 112, between the coffee stains.'],
        ],
      },
      'Rooks are back on the elms and already arguing over sticks. A rookery is a parliament with better manners. #birds',
      'Counted 4,112 knots this morning. Then they all moved and I said a word that rangers do not say.',
      'A boy asked whether swifts ever get tired. I have been thinking about it for two days.',
      'Binocular tip: hang them on the hook where the keys go, or you will see everything through regret.',
      'Marsh at minus four. The ice sings when the sun reaches it. #winter',
    ],
  },
  {
    username: 'teodor',
    name: 'Teodor Ilić',
    bio: 'Amateur astronomer. My dome is a former pigeon loft and smells like it.',
    location: 'Novi Sad',
    posts: [
      'Clear sky, new moon, neighbours asleep with the lights off. It happens twice a year and tonight was both. #astronomy',
      {
        text: 'Showed Saturn to the postman. He looked for a long time and then asked if it was a sticker.',
        replies: [
          ['wilma', 'Every single time. Every single person.'],
          ['amara', 'Mine asked who painted it.'],
        ],
      },
      'Видео сам комету пре зоре. Мала, зелена, пристојна. #астрономија',
      'A telescope is a bucket for light. Mine has a hole in it, apparently. Repairs until Thursday.',
      'The clouds here are loyal. They come whenever I buy a new eyepiece.',
      'Eleven minutes of exposure, one satellite straight through the middle. Calling it art. #astronomy',
    ],
  },
  {
    username: 'clara_v',
    name: 'Clara Voss',
    bio: 'Collects railway timetables. Yes, to read.',
    location: 'Erfurt',
    website: 'https://departures.example',
    posts: [
      'Four connections, three countries, one sandwich, zero delays. I may frame the sandwich. #trains',
      {
        text: 'Nachtzug nach Wien: das Rattern, das Klappfenster, der Schaffner mit den Brötchen. Mehr Urlaub brauche ich nicht. #trains',
        replies: [
          ['lucia_r', 'El oso y yo te saludamos desde el coche 7.'],
          ['anneke', 'Klappfenster! The dream.'],
        ],
      },
      'In the timetable of 1911 you could cross the continent with a boiled egg and one change in Breslau.',
      'A station clock that is two minutes slow has ruined more novels than we know.',
      'Someone left a perfectly folded map on seat 42. I unfolded it and will now be of no use to anyone today. #maps',
      'Das beste Geräusch der Welt: wenn die Anzeigetafel umblättert und es ist deiner.',
    ],
  },
  {
    username: 'amara',
    name: 'Amara Diallo',
    bio: 'Maths teacher. Proofs, chalk, and a class of 34 who can smell fear.',
    location: 'Dakar',
    posts: [
      {
        text: 'A pupil asked why minus times minus is plus. We spent the whole lesson on it. Best lesson of the year. #maths',
        replies: [
          ['noor', 'What was the explanation that landed?'],
          ['amara', '@noor Owing nobody nothing. They came up with it themselves.'],
        ],
      },
      'Drew a perfect circle on the blackboard. Nobody breathed. I will be insufferable until Friday.',
      'Les élèves ont démontré Pythagore avec des carreaux de cuisine. Le directeur a payé les carreaux. #maths',
      'There are two kinds of people: those who count the stairs and liars.',
      'Marking 34 exams with the radio on. Number 17 drew me a giraffe instead of an integral. Half a point for the neck.',
      'The sea is exactly the wrong shape for integration and I looked at it all evening anyway.',
    ],
  },
  {
    username: 'kenji_t',
    name: '高橋 健二',
    bio: '山と地図とカメラ。週末だけの登山家です。',
    location: '松本',
    language: 'ja',
    posts: [
      '頂上は雲の中。でも、雲の中も悪くない。 #登山',
      '古い地図を見つけました。今はない道を、今日歩いてきました。 #地図',
      {
        text: '山小屋のカレーは、なぜ世界一おいしいのでしょうか。',
        replies: [
          ['hana', '空腹と、景色と、薪の火。'],
          ['samir', 'Hunger is the best spice in every alphabet.'],
        ],
      },
      '熊鈴を忘れたので、ずっと歌っていました。熊には申し訳ない。',
      'Dawn at 2,900 m: minus nine, no wind, tea in both hands. #mountains',
      '写真は撮らなかった。覚えておくことにした。',
    ],
  },
  {
    username: 'priya_n',
    name: 'प्रिया नायर',
    bio: 'Monsoon chaser, rain gauge keeper. बारिश की डायरी।',
    location: 'Kochi',
    language: 'hi',
    posts: [
      'पहली बारिश की खुशबू का कोई अनुवाद नहीं होता। #बारिश',
      '84 mm since midnight. The gauge, the cat and I are all full. #monsoon',
      {
        text: 'छत पर चाय, नीचे नदी, बीच में मैं। आज बस इतना ही।',
        replies: [
          ['amara', 'I put this through a translator and then made tea.'],
          ['rohan_d', 'और पकौड़े?'],
        ],
      },
      "My grandmother predicted today's storm from the ants. The model said sunshine. Grandmother: 31, model: 28.",
      'बिजली गई, तो पड़ोसी निकल आए। बिजली आई, तो सब लौट गए।',
      'Clouds like stacked plates in the west. Taking the washing in and the camera out. #weather',
    ],
  },
  {
    username: 'anneke',
    name: 'Anneke de Wit',
    bio: 'Cycles to everything. Tram enthusiast against my better judgement.',
    location: 'Utrecht',
    posts: [
      'Headwind both ways. The Netherlands remains undefeated. #cycling',
      {
        text: 'Carried a Christmas tree, a cello and a child on one bike. The child steered. #cycling',
        replies: [
          ['lucia_r', 'As a cellist I have questions. As a cyclist I have respect.'],
          ['ingrid_h', 'This is why you are my favourite.'],
        ],
      },
      'New bell. It says "ting" like someone clearing their throat in a library.',
      'Fietstas gerepareerd met een oude zeilhaak. Houdt beter dan nieuw.',
      'Three tandems, one bakfiets and a unicycle at the crossing. We all waited for a duck.',
      'If you want to know a city, ride it at five in the morning with a flat tyre.',
    ],
  },
  {
    username: 'dmytro_h',
    name: 'Дмитро Гнатюк',
    bio: 'Бджоляр. Пишу про мед, погоду і терпіння.',
    location: 'Полтава',
    language: 'uk',
    posts: [
      'Перший липовий мед цього року. Пахне так, ніби хтось відчинив вікно в дитинство. #мед',
      'Бджоли знають про дощ за годину до мене і за добу до прогнозу.',
      {
        text: 'Онука питає, чи бджоли сплять. Сиділи з нею до ночі біля вулика. Сплять. #бджоли',
        replies: [
          ['wilma', 'The best kind of research.'],
          ['oksana_p', 'Обійняти вас обох!'],
        ],
      },
      'Рій сів на сусідову яблуню. Сусід сів поруч і закурив. Домовились утрьох.',
      'Forty hives, one pair of hands, no complaints. The bees complain enough for everyone. #bees',
      'Увечері сад гуде тихіше, але довше.',
    ],
  },
  {
    username: 'weather_bot',
    name: 'Porch Weather',
    bio: 'A thermometer on a porch that learned to write. Twice a week, never exciting. Kept by @priya_n.',
    location: 'A porch',
    isBot: true,
    posts: [
      'Porch: 11°C, light wind from somewhere. One moth. #weather',
      'Porch: 14°C, rain since lunch. The moth has moved in. #weather',
      'Porch: 9°C, fog. Cannot see the moth. Assume it is well. #weather',
      'Porch: 17°C, sun. Somebody sat on me with a cup of tea and read me aloud. #weather',
      'Porch: 12°C. Pressure falling, spirits steady. #weather',
      'Porch: 6°C, first frost on the rail. The moth sends regards. #weather',
    ],
  },
  {
    username: 'eleni_s',
    name: 'Ελένη Σταύρου',
    bio: 'Φαροφύλακας, τρίτη γενιά. Lighthouse keeper; yes, there still is one.',
    location: 'Κέα',
    language: 'el',
    posts: [
      'Άναψα τον φάρο στις 19:42. Το πέλαγος απάντησε με ένα δελφίνι. #φάρος',
      {
        text: 'Τρεις μέρες μποφόρ, τρία βιβλία. Ισοπαλία.',
        replies: [
          ['ingrid_h', 'I understood the wind number. Stay dry!'],
          ['demo', 'Which books?'],
        ],
      },
      'Every ship blinks goodnight if you wait long enough. #lighthouse',
      'Ο παππούς μου έλεγε: το φως δεν φωνάζει, περιμένει.',
      'Η γάτα του φάρου γέννησε μέσα στο ημερολόγιο. Η σελίδα της Τρίτης ανήκει πλέον σε τέσσερις.',
      'Salt on the lens again. I have polished the same square metre for nineteen years and it is still beautiful.',
    ],
  },
];
