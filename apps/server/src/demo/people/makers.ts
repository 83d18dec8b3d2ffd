import type { DemoPerson } from '../person.ts';

/** People who make things: bread, pots, boats, music. */
export const makers: DemoPerson[] = [
  {
    username: 'demo',
    name: 'Robin Ashby',
    bio: 'The demo account. Look around, follow somebody, say something. Nothing here can be broken for good.',
    location: 'Right here',
    status: 'Trying things out',
    posts: [
      {
        text: 'First post! Somebody tell me what people do here. #hello',
        replies: [
          ['marta_k', 'Mostly birds and bread, with the occasional argument about trains. Welcome!'],
          ['otis', 'You came on a good day: @wilma just posted the owl.'],
        ],
      },
      'Followed ten people this morning and already know more about sourdough than I ever wanted to.',
      {
        text: 'What is the best thing you read this week? Short answers welcome, long ones too. #reading',
        replies: [
          ['clara_v', 'A timetable of 1911. I am not joking, it is a poem.'],
          ['samir', 'The side of a flour bag. It was a long week.'],
        ],
      },
      'The trick with notifications is to put the phone in another room. The trick with the other room is to have tea in it.',
      'Walked home along the canal. Two herons, one shopping trolley, a very proud dog with half a branch.',
      'Found out that my neighbour builds harpsichords. Eleven years in this house and I never asked what the sawing was about.',
    ],
  },
  {
    username: 'marta_k',
    name: 'Marta Kowalczyk',
    bio: 'Baker of dark rye and other slow things. Up at three, in bed by eight. Kraków, then Leeds.',
    location: 'Leeds',
    website: 'https://bread.example',
    posts: [
      {
        text: 'Rule one of rye: it is not dough, it is mud with ambitions. #bread',
        replies: [
          ['samir', 'Framing this and hanging it over the mixer.'],
          ['demo', 'My mud had no ambitions at all. Where did I go wrong?'],
          ['marta_k', '@demo Warmer water, and leave it alone until it smells of apples.'],
        ],
      },
      'A customer asked for "the loaf that tastes of my grandmother\'s kitchen". Sold her the caraway. She came back crying, in the good way.',
      'Twenty-two years of baking and I still open the oven early to look. #bread',
      'Power cut at 4 a.m. Shaped eighty loaves by torchlight and sold every one of them. #night',
      'If your starter smells of nail varnish it is hungry, not dead. Feed it and apologise.',
      'Żurek for the whole street tonight. Bring your own bowl, leave your opinions about sausages at home.',
    ],
  },
  {
    username: 'samir',
    name: 'Samir Haddad',
    bio: 'Pastry, mostly. Sugar is a building material.',
    location: 'Marseille',
    posts: [
      'Laminated 40 layers of butter before sunrise. Ate the one that leaned. Quality control. #pastry',
      'Orange blossom water is like a loud friend: invite one, never three.',
      {
        text: 'Unpopular opinion: a croissant should leave evidence. If your shirt is clean, it was bread.',
        replies: [
          ['marta_k', 'Leave bread out of this.'],
          ['noor', 'My laptop keyboard agrees with you.'],
          ['elio', "C'est la loi."],
        ],
      },
      "Taught six children to make ma'amoul today. Four made dinosaurs. The dinosaurs were better. #pastry",
      'Sugar thermometer broke, so we did it by ear. It still sings at 118°C, you only have to be quiet.',
      'The apricots have arrived. I will not be taking questions until September.',
    ],
  },
  {
    username: 'ingrid_h',
    name: 'Ingrid Halvorsen',
    bio: 'Wooden boats, built the long way. Three launched, none sunk.',
    location: 'Bergen',
    status: 'Varnish drying',
    posts: [
      'Steamed the last plank into place at low tide. It creaked, I swore, it fitted. #boats',
      'A boat is a machine for turning Saturdays into sawdust. #boats',
      {
        text: 'Launch day. My father, who said it would never float, brought the champagne and a bucket. Just in case.',
        replies: [
          ['joao_m', 'And? The bucket?'],
          ['ingrid_h', '@joao_m Used for ice.'],
          ['wilma', 'Fathers!'],
        ],
      },
      'Tar, linseed, cold coffee. If they made a candle of it I would buy ten.',
      'Du kan ikke skynde deg med et årelag. You cannot hurry an oar. Or an oarmaker, apparently: month four.',
      'Rowed out at six to hear how she sounds. She sounds like a drawer being closed very politely.',
    ],
  },
  {
    username: 'otis',
    name: 'Otis Bell',
    bio: 'Repairs accordions, plays them anyway. One of the good neighbours, ask around.',
    location: 'New Orleans',
    posts: [
      'Opened a 1934 accordion today and found a love letter behind the bellows. Wrote back. Closed it up again. #music',
      {
        text: 'Everybody wants to play fast. Come back when you can play slow and keep a room quiet. #music',
        replies: [
          ['lucia_r', 'My whole conservatory in one sentence.'],
          ['hana', 'Saving this for my students.'],
        ],
      },
      'Reeds do not break, they get lonely. Replaced a whole row; now it wheezes in tune.',
      'Second line came past the shop this afternoon and I gave up pretending to work.',
      'To the person who left a squeezebox on my step with a note that says "good luck": thank you, I think.',
      'Gumbo for twelve, chairs for nine. Nobody sat anyway.',
    ],
  },
  {
    username: 'hana',
    name: '森 はな',
    bio: '陶芸家。土と火と、たまに猫。Potter in the hills; the cat is not for sale.',
    location: '益子',
    language: 'ja',
    posts: [
      '今朝、窯を開けました。二年待った青が、やっと出ました。 #陶芸',
      '雨の日は土がやわらかくて、話もやわらかくなる。',
      {
        text: '割れた茶碗を金で継いでいます。前より好きになりました。 #金継ぎ',
        replies: [
          ['kenji_t', 'すてきです。ぜひ写真を見たいです。'],
          ['clara_v', 'I do not read Japanese yet, but I think I understood this one.'],
        ],
      },
      '猫が干してある皿の上で寝ています。足あとはそのまま焼くことにしました。',
      'Glaze test 214: somewhere between moss and a thunderstorm. Keeping it. #ceramics',
      '朝五時、鳥の声だけ。火はもう入っています。',
    ],
  },
  {
    username: 'joao_m',
    name: 'João Medeiros',
    bio: 'Faço guitarras e perco palhetas. Luthier, father of two drummers (help).',
    location: 'Porto',
    language: 'pt',
    posts: [
      'Terminei hoje a guitarra nº 61. Cedro, pau-santo e muita paciência. #guitarra',
      'Os meus filhos descobriram as panelas. Alguém quer comprar dois bateristas?',
      {
        text: 'Dica: nunca afines uma guitarra ao lado de um galo. Ele acha que ganhou.',
        replies: [
          ['otis', 'Translated this and laughed out loud in the shop.'],
          ['lucia_r', 'El gallo siempre gana.'],
        ],
      },
      'Há dias em que a madeira não quer. Hoje fui ver o mar.',
      'The smell of cedar when the plane is sharp: if I could post only one thing, it would be that. #luthier',
      'Um cliente pediu uma guitarra "com saudade incluída". Disse-lhe que vem de série.',
    ],
  },
  {
    username: 'beatriz',
    name: 'Beatriz Nunes',
    bio: 'Costureira. Everything can be mended, except maybe that one jacket.',
    location: 'São Paulo',
    language: 'pt',
    posts: [
      'Consertei hoje um vestido de 1962. A dona vai dançar com ele no sábado, aos 81 anos. #costura',
      'Botão que cai na segunda-feira sabia o que estava fazendo.',
      'Somebody brought me a coat with the pocket sewn shut for thirty years. Inside: a cinema ticket and a pressed violet. #mending',
      'Chuva lá fora, rádio ligado, linha azul. Não preciso de mais nada.',
      'Ensinei minha vizinha a chulear. Amanhã ela já me ensina, tenho certeza.',
      'Visible mending is just honesty with a nicer colour. #mending',
    ],
  },
  {
    username: 'lucia_r',
    name: 'Lucía Rivas',
    bio: 'Violonchelo, café y trenes nocturnos. Second desk, first in line for cake.',
    location: 'Valencia',
    language: 'es',
    posts: [
      'Ensayo general: el oboe desafinado, el director sin voz y el público dormido. Mañana saldrá perfecto. #orquesta',
      'Bach a las siete de la mañana, antes de que el mundo opine. #cello',
      {
        text: '¿Alguien más habla con su instrumento o soy solo yo?',
        replies: [
          ['otis', 'I do. He answers, mostly complaints.'],
          ['joao_m', 'Todos os dias.'],
        ],
      },
      'En el tren nocturno un niño me preguntó si llevaba un oso en el estuche. Le dije que sí.',
      'Four hours of Brahms. My left hand has filed a complaint.',
      'Hoy tocamos en la residencia de mi abuela. Se sabía todos los boleros. Yo no.',
    ],
  },
  {
    username: 'elio',
    name: 'Élio Fontaine',
    bio: "Typographe à la retraite. Je corrige les menus des restaurants, gratuitement et sans qu'on me le demande.",
    location: 'Lyon',
    language: 'fr',
    posts: [
      "Vu ce matin : « fraise's ». J'ai payé mon café et je suis parti sans me retourner. #typographie",
      "Une espace insécable, c'est une main tendue au mot suivant. #typographie",
      {
        text: 'Quel est le plus beau caractère du monde ? Réponse fausse acceptée si elle est bien argumentée.',
        replies: [
          ['anneke', 'The number 7 on Dutch trams. I will not be moved.'],
          ['clara_v', 'Any station clock before 1960.'],
        ],
      },
      'Le marché de la Croix-Rousse sous la pluie : des poireaux, des parapluies, du bonheur.',
      "J'ai retrouvé ma première galée. Elle sent encore l'encre et la peur de se tromper.",
      "Mon petit-fils m'a montré les emojis. C'est de la composition, en somme. On s'y fera 🙂",
    ],
  },
];
