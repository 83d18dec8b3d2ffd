import type { DemoPerson } from '../person.ts';

/** People who look after places and others: nurses, gardeners, librarians, cooks. */
export const neighbours: DemoPerson[] = [
  {
    username: 'noor',
    name: 'نور الحسن',
    bio: 'ممرضة في قسم الليل. أحب القهوة والشعر والصباحات الهادئة.',
    location: 'عمّان',
    language: 'ar',
    posts: [
      'انتهت المناوبة. الشارع فارغ، والخبز ساخن، والشمس لم تقرر بعد. #صباح',
      {
        text: 'سألتني مريضة عمرها تسعون عامًا: هل أنتِ سعيدة؟ ما زلت أفكر في الجواب.',
        replies: [
          ['amara', 'Some questions are gifts.'],
          ['layla_b', 'سؤال يستحق فنجان قهوة طويلًا.'],
        ],
      },
      'Night shift rule: whoever says "it is quiet" makes the coffee for a week. #nightshift',
      'بيت شعر على باب الثلاجة يكفي ليوم كامل. #شعر',
      'A child drew me with six arms. Most accurate portrait I have ever had.',
      'القهوة الثالثة لا تُحسب إذا شربتها واقفة.',
    ],
  },
  {
    username: 'layla_b',
    name: 'Layla Benali',
    bio: 'Librarian. Shushes only in emergencies.',
    location: 'Tunis',
    posts: [
      {
        text: 'Returned today, 41 years late, with a note: "Sorry, it was very good." Fine waived. #library',
        replies: [
          ['clara_v', 'Please tell me which book.'],
          ['layla_b', '@clara_v A cookbook. With notes in the margins. Better notes than recipes.'],
          ['elio', 'Magnifique.'],
        ],
      },
      'A boy of seven asked for "a book about nothing bad". We found four. #reading',
      'The library cat has an account in the catalogue. Borrowed: one cushion. Overdue: always.',
      'Storm outside, every table taken, nobody speaking. I would like to live in this hour.',
      'Read the last page first if you like. The book does not mind and neither do I.',
      'Bookmarks found this month: a feather, a train ticket, half a letter, a slice of dried orange. #library',
    ],
  },
  {
    username: 'rohan_d',
    name: 'Rohan Desai',
    bio: 'Street food historian. I eat the sources.',
    location: 'Mumbai',
    posts: [
      'The vada pav stall outside the mill has been run by four generations and one recipe. The recipe is "more". #food',
      {
        text: 'Ranking chutneys is how friendships end. Anyway: green, tamarind, garlic.',
        replies: [
          ['priya_n', 'Garlic third? Blocked, reported, uninvited.'],
          ['samir', 'I have no side in this but I would like samples.'],
        ],
      },
      'Interviewed a man who has rolled paper cones for peanuts for fifty years. He folded my notes into one while we talked.',
      'If the queue has grandmothers in it, stay in the queue. #food',
      'Monsoon, hot bhajiya, cold wall to lean on. A complete meal.',
      'Wrote 2,000 words about kulfi and ate the bibliography.',
    ],
  },
  {
    username: 'gwen_p',
    name: 'Gwen Pritchard',
    bio: 'Allotment 14b. Wages war on slugs by moonlight.',
    location: 'Aberystwyth',
    posts: [
      'Slugs 9, lettuce 1. But what a lettuce. #garden',
      {
        text: 'The man on 14a grows leeks like lamp posts and tells nobody how. I have started leaving cake on his fence. #garden',
        replies: [
          ['marta_k', 'Try the honey cake. Nobody keeps a secret against honey cake.'],
          ['gwen_p', '@marta_k It worked. It is seaweed.'],
          ['wilma', 'Industrial espionage, and I approve.'],
        ],
      },
      "Mae'r glaw yn dod. The rain is coming; the beans and I are ready.",
      'Planted garlic on the shortest day as my nan did. It is mostly superstition and it mostly works.',
      'A robin followed my fork for two hours today. Best colleague I ever had.',
      'Swapped a bucket of courgettes for a violin lesson. Everyone feels they won.',
    ],
  },
  {
    username: 'mehmet_a',
    name: 'Mehmet Aydın',
    bio: 'Vapur kaptanı. Boğazı günde on iki kez geçerim, hâlâ bakarım.',
    location: 'İstanbul',
    language: 'tr',
    posts: [
      'Sabah 06:15 vapuru: üç balıkçı, bir öğrenci, yüz martı. #boğaz',
      {
        text: 'Sis vardı, yavaş gittik. Kimse şikâyet etmedi, çay bitti sadece.',
        replies: [
          ['eleni_s', 'Fog is the sea asking for manners.'],
          ['ingrid_h', 'Good skipper.'],
        ],
      },
      'Martılar simidin susamlısını tanıyor. Otuz yıldır deniyorum, kanmıyorlar. #istanbul',
      'A tourist asked how long the crossing takes. Twenty minutes, or all your life if you look properly. #ferry',
      'Yunuslar eşlik etti bugün, iskeleye kadar.',
      'Emekliliğe iki yıl. Denize söyleyemedim henüz.',
    ],
  },
  {
    username: 'grace_w',
    name: 'Grace Wanjiru',
    bio: 'Runs before breakfast, engineers bridges after. Small ones. For goats, once.',
    location: 'Nairobi',
    posts: [
      '14 km, two hills, one giraffe who did not give way. #running',
      {
        text: 'The goat bridge opened today. First user inspected it, sneezed, crossed. Signed off. #engineering',
        replies: [
          ['amara', 'This should be in the curriculum.'],
          ['otis', 'I would like to see the load calculations for one sneeze.'],
          ['grace_w', '@otis Included under "dynamic effects".'],
        ],
      },
      'Good engineering is boring on the day and beautiful after fifty years.',
      'Legs: no. Head: yes. Coffee: deciding vote. #running',
      'Found my first drawing of a bridge, aged six. Missing supports, correct attitude.',
      'Kesho ni siku nyingine. Tomorrow is another day and it starts at 5:10 with laces.',
    ],
  },
  {
    username: 'minjun',
    name: '이민준',
    bio: '동네 서점 주인. 책보다 손님이 더 재미있을 때가 많습니다.',
    location: '전주',
    language: 'ko',
    posts: [
      '오늘 첫 손님은 비를 피하러 온 고양이였습니다. #서점',
      {
        text: '"아무 책이나 주세요"라는 말이 제일 어렵고 제일 좋습니다. #책',
        replies: [
          ['layla_b', 'I would take that customer over any bestseller.'],
          ['soyeon', '다음에 가면 저도 그렇게 말할게요.'],
        ],
      },
      '창가 자리에 볕이 들면 아무도 책을 사지 않습니다. 괜찮습니다.',
      '십 년 전에 산 책을 되팔러 온 분이, 읽다가 다시 가져가셨습니다.',
      'Rainy Tuesday: sold three poetry books and one umbrella that was not for sale. #books',
      '문 닫기 전의 십 분이 하루 중 가장 길고 조용합니다.',
    ],
  },
  {
    username: 'soyeon',
    name: '박소연',
    bio: 'Translator. I live between two languages and pay rent in both.',
    location: 'Seoul',
    language: 'ko',
    posts: [
      'Spent four hours on one comma. It is a very good comma. #translation',
      '번역은 남의 집에서 내 집처럼 불을 켜는 일. #번역',
      {
        text: 'A word I cannot translate: the one for the silence after snow. I left a blank line instead. The editor cried.',
        replies: [
          ['elio', 'Une ligne blanche, la plus belle des traductions.'],
          ['noor', 'في العربية أيضًا نتركها للصمت.'],
        ],
      },
      '마감은 내일, 고양이는 오늘 키보드 위.',
      'Idioms are fossils with jokes inside.',
      '커피를 두 잔 시켰다. 한 잔은 원문에게.',
    ],
  },
  {
    username: 'oksana_p',
    name: 'Оксана Петренко',
    bio: 'Вчителька музики й завзята грибниця.',
    location: 'Львів',
    language: 'uk',
    posts: [
      'Третій клас вивчив канон. Ще ніколи хаос не звучав так злагоджено. #музика',
      {
        text: 'Шість білих і одна тиша. Ліс сьогодні щедрий. #гриби',
        replies: [
          ['dmytro_h', 'Заздрю білою заздрістю. Білою, як ті гриби.'],
          ['gwen_p', 'Six! I found one boot.'],
        ],
      },
      'Дощ грає по карнизу на шість восьмих.',
      'Mushroom rule: if you are not sure, it is a photograph. #mushrooms',
      'Учениця, що боялася співати, сьогодні заспівала першою. Більше нічого не скажу.',
      'Кава, ноти, трамвай, знову кава.',
    ],
  },
  {
    username: 'private_ida',
    name: 'Ida Lindqvist',
    bio: 'Keeps a small circle. Ask nicely.',
    location: 'Umeå',
    isPrivate: true,
    posts: [
      'Only for those I know: the blueberries behind the second lake are ready. #blueberries',
      'First ski of the year. Fell twice, laughed three times.',
      'The stove is lit, the soup is on, the phone goes in the drawer.',
      'Moved the desk to the window. Wrote nothing. Saw an elk. Good day.',
      'Thinking of giving the old piano to somebody who will be loud with it.',
      'Snow so quiet that I heard the neighbour decide to go to bed.',
    ],
  },
];
