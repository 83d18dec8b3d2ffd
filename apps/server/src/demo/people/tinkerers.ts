import type { DemoPerson } from '../person.ts';

/** People who take things apart: code, clocks, chess, words, themselves. */
export const tinkerers: DemoPerson[] = [
  {
    username: 'ada_m',
    name: 'Ada Mensah',
    bio: 'Writes software that nobody notices, which is the idea. Databases, tests, tea.',
    location: 'Accra',
    website: 'https://quiet-software.example',
    posts: [
      {
        text: 'Deleted 1,400 lines today. Tests are green and I feel ten years younger. #code',
        replies: [
          ['pavel_r', 'The only metric I trust.'],
          ['demo', "Were they somebody else's lines?"],
          ['ada_m', '@demo Mine, from 2019. So yes.'],
        ],
      },
      'A cache is a promise to be wrong later. #code',
      'The bug was in the comment. The code had been right all along; we "fixed" it twice.',
      'Pair programming with my mother: she asked why the computer cannot just remember. Rewrote the whole design.',
      'Name things as if you will be woken at night to explain them.',
      'Friday deploys are fine if your Thursday was honest. #ops',
    ],
  },
  {
    username: 'pavel_r',
    name: 'Pavel Říha',
    bio: 'Clockmaker by day, chess by correspondence. Both take a while.',
    location: 'Brno',
    posts: [
      'A tower clock does not keep time, it announces it. Wrist watches keep secrets. #clocks',
      {
        text: 'Move 23 arrived by post after six weeks. It was a blunder and a postcard of Lake Bled. #chess',
        replies: [
          ['teodor', 'The postcard was the threat.'],
          ['anneke', 'I would resign to a good postcard.'],
        ],
      },
      'Cleaned a pendulum that last stopped in 1948. It started as if it had only blinked. #clocks',
      'Šachy jsou rozhovor, kde se nikdo neomlouvá.',
      'The apprentice asked how long until she is good. I looked at the wall of clocks and every one disagreed.',
      'Daylight saving: 61 clocks, two knees, one ladder. See you in spring.',
    ],
  },
  {
    username: 'chidi_o',
    name: 'Chidi Okafor',
    bio: 'Radio amateur 5N3. Talking to strangers by bouncing off the sky since 1994.',
    location: 'Enugu',
    posts: [
      'Tonight: Patagonia, Hokkaido, and a man on a ship who would not say where. #radio',
      {
        text: 'Four watts and a wire in a mango tree. 9,000 km. Explain to me again why we need more. #radio',
        replies: [
          ['teodor', 'Respect. Which band?'],
          ['chidi_o', '@teodor 20 metres, an hour after sunset.'],
          ['kenji_t', '北海道の友人かもしれません!'],
        ],
      },
      'The sun sneezed and all of shortwave went quiet. You could hear everyone listening.',
      'My daughter sent her first Morse message today. It said SEND BISCUITS.',
      'Static is only weather you have not met yet.',
      'QSL card no. 3,000 on the wall. The wall has asked for a rest.',
    ],
  },
  {
    username: 'yuki_dev',
    name: 'Yuki Arai',
    bio: 'Accessibility engineer. If it does not work with the keyboard, it does not work.',
    location: 'Fukuoka',
    posts: [
      'Turned the screen off and used our site for a day. Filed 23 issues, 4 apologies. #a11y',
      {
        text: 'Alt text is the cheapest kindness on the internet. #a11y',
        replies: [
          ['ada_m', 'Printing this.'],
          ['layla_b', 'Reading it to the whole team, aloud.'],
        ],
      },
      'A blind user taught me more in ten minutes than the guideline did in a year. Read the guideline too, though.',
      'フォーカスリングを消さないでください。お願いします。 #アクセシビリティ',
      'Contrast checker says 4.49. We do not round up people.',
      'Best review comment of the week: "I could do this with my elbows." Exactly.',
    ],
  },
  {
    username: 'rafael_c',
    name: 'Rafael Cortés',
    bio: 'Traduzco recetas de mi abuela a gramos. Ella no está de acuerdo.',
    location: 'Oaxaca',
    language: 'es',
    posts: [
      '"Lo que pida la masa" resultó ser 340 ml. Se lo dije y se rió una hora. #cocina',
      {
        text: 'Mole día tres: la casa huele a todo lo que he sido. #mole',
        replies: [
          ['rohan_d', 'I am booking a flight. I am not joking.'],
          ['lucia_r', 'Guárdame un plato.'],
        ],
      },
      'Mi abuela mide el picante por el silencio de los invitados.',
      'Aprendí a hacer tortillas a mano. Forma: continente por descubrir.',
      'Grandmother saw my kitchen scale, said nothing, and covered it with a tea towel like a parrot. #cooking',
      'Hoy cocinó ella y yo sólo miré. Es la mejor receta que tengo.',
    ],
  },
  {
    username: 'wei_l',
    name: '林薇',
    bio: '下棋、种茶、写慢信。',
    location: '杭州',
    language: 'zh',
    posts: [
      '今年的头春茶，只有两斤。朋友来了才舍得喝。 #茶',
      {
        text: '和爷爷下棋，他让我三子，还是输了。他说：你急。 #围棋',
        replies: [
          ['pavel_r', 'Every grandfather, every board.'],
          ['kenji_t', '深いですね。'],
        ],
      },
      '写信的好处是，等待也算在里面。',
      '雨停了，山像刚洗过的碗。',
      'The first steep is for the cup, the second for the guest, the third for the talk. #tea',
      '收音机里放着老歌，猫在棋盘上走了一步好棋。',
    ],
  },
  {
    username: 'fiona_mc',
    name: 'Fiona McAllister',
    bio: 'Stage manager. If you did not notice me, it went well.',
    location: 'Glasgow',
    posts: [
      'Cue 114 was a door. Cue 114 was a door that did not open. Cue 114 is now a window. #theatre',
      {
        text: 'Opening night. The lead lost her voice at noon, the understudy found hers at seven. Standing ovation. #theatre',
        replies: [
          ['lucia_r', 'This is why I love the pit.'],
          ['otis', 'Goosebumps over here.'],
        ],
      },
      'Gaffer tape inventory: black, white, emotional support.',
      'The ghost light is on, the house is empty, and I swear row F applauded.',
      'Props list for Tuesday: three swords, one live goose, a plausible soup.',
      'The goose has an understudy. It is also a goose. They do not speak.',
    ],
  },
  {
    username: 'tomas_v',
    name: 'Tomás Villanueva',
    bio: 'Cartographer of places that do not exist, for people who play games in them.',
    location: 'Montevideo',
    language: 'es',
    posts: [
      'Dibujé una costa entera y olvidé los puertos. Mil años de comercio perdidos. #mapas',
      {
        text: 'Every invented map needs one mistake, so that somebody feels clever. #maps',
        replies: [
          ['clara_v', 'Every real one too.'],
          ['kenji_t', '本物の地図にもありますね。'],
        ],
      },
      'Los ríos no se bifurcan hacia abajo. Si en su mapa lo hacen, hubo un mago. #mapas',
      'Somebody got lost in a city I drew and sent me a complaint with a compass rose on it.',
      'Nombrar montañas es lo más difícil. Ésta se llama "La que falta".',
      'Mate, papel, lluvia. Hoy nace un archipiélago.',
    ],
  },
  {
    username: 'sanna_k',
    name: 'Sanna Korhonen',
    bio: 'Ice swimmer. It is cold. That is the whole bio.',
    location: 'Tampere',
    posts: [
      'Water: 2°C. Me: louder than necessary. #iceswimming',
      {
        text: 'People ask what you think about in the ice. "Out." You think "out". #iceswimming',
        replies: [
          ['grace_w', 'Same word at kilometre 38.'],
          ['private_ida', 'And then: again.'],
        ],
      },
      'Sauna, hole, sauna, hole, sausage. The ancients knew.',
      'Avanto on auki, järvi hiljaa, minä en.',
      'A man walked past the hole this morning with his dog. The dog understood.',
      'Six months until spring. Perfect.',
    ],
  },
  {
    username: 'mira_s',
    name: 'Mira Solberg',
    bio: 'Paediatric dentist, amateur ventriloquist. The crocodile does the talking.',
    location: 'Tromsø',
    posts: [
      'The crocodile told a five-year-old that it forgets to floss too. Deal struck, tooth saved.',
      {
        text: 'First sunrise after two months. The whole street stood outside in slippers and nobody said a word. #sun',
        replies: [
          ['sanna_k', 'The best holiday there is.'],
          ['eleni_s', 'We had too much of it. I shall send some.'],
        ],
      },
      'Tooth fairy rates have gone up again. I blame the crocodile. He has an agent now.',
      'Nordlys over the clinic, so we opened the blinds and finished the filling under green light. #aurora',
      'A girl gave me her milk tooth "to start a museum". The museum has one exhibit and excellent reviews.',
      'Mørketid: candles, cinnamon, and a crocodile who wants to be read to.',
    ],
  },
];
