import type { DraftContent } from '@rookery/contract';
import type { PictureName } from './pictures/pictures.ts';

/** Two by their usernames: who does it, and to whom. */
export type Pair = [from: string, to: string];

/** Whom somebody follows for certain, beside friends and those whom chance gives. */
export const follows: Record<string, string[]> = {
  demo: ['clara_v', 'fiona_mc', 'hana', 'lucia_r', 'mira_s', 'eleni_s', 'gwen_p', 'weather_bot'],
  bargain_bob: ['marta_k', 'ingrid_h'],
};

/** Friends, the one who asked first. */
export const friends: Pair[] = [
  ...([
    ['demo', 'marta_k'],
    ['wilma', 'demo'],
    ['demo', 'otis'],
    ['marta_k', 'samir'],
    ['gwen_p', 'marta_k'],
  ] as Pair[]),
  ...([
    ['wilma', 'teodor'],
    ['ada_m', 'pavel_r'],
    ['yuki_dev', 'ada_m'],
    ['hana', 'kenji_t'],
    ['tomas_v', 'kenji_t'],
  ] as Pair[]),
  ...([
    ['oksana_p', 'dmytro_h'],
    ['lucia_r', 'joao_m'],
    ['otis', 'ingrid_h'],
    ['minjun', 'soyeon'],
    ['noor', 'layla_b'],
  ] as Pair[]),
  ...([
    ['grace_w', 'amara'],
    ['clara_v', 'anneke'],
    ['ingrid_h', 'sanna_k'],
    ['sanna_k', 'private_ida'],
  ] as Pair[]),
  ...([
    ['rohan_d', 'priya_n'],
    ['eleni_s', 'mehmet_a'],
    ['mira_s', 'sanna_k'],
    ['rafael_c', 'lucia_r'],
  ] as Pair[]),
  ...([
    ['elio', 'clara_v'],
    ['fiona_mc', 'lucia_r'],
    ['wei_l', 'pavel_r'],
    ['wilma', 'otis'],
  ] as Pair[]),
];

/** Who waits to be somebody's friend. */
export const friendRequests: Pair[] = [
  ...([
    ['clara_v', 'demo'],
    ['grace_w', 'demo'],
    ['demo', 'ingrid_h'],
    ['demo', 'kenji_t'],
    ['otis', 'gwen_p'],
  ] as Pair[]),
];

/** Who waits to follow somebody private. */
export const followRequests: Pair[] = [
  ['demo', 'private_ida'],
  ['gwen_p', 'private_ida'],
  ['otis', 'private_ida'],
];

/** Who mutes whom, and for how many hours; for good where it is not said. */
export const mutes: [...Pair, hours?: number][] = [
  ['demo', 'weather_bot', 72],
  ['elio', 'weather_bot'],
];

export const blocks: Pair[] = [
  ['demo', 'bargain_bob'],
  ['private_ida', 'bargain_bob'],
];

/** Reposts by name, beside those by chance. */
export const reposts: [username: string, key: string][] = [
  ['demo', 'song'],
  ['demo', 'wilma:0'],
  ['wilma', 'jar'],
  ['otis', 'jar'],
  ['samir', 'demo:4'],
  ['teodor', 'reeds'],
  ['clara_v', 'reeds'],
];

/** What the demo account keeps for itself. */
export const ofDemo = {
  bookmarks: ['wilma:0', 'soyeon:2', 'gwen_p:1', 'reeds', 'marta_k:4'],
  tags: ['birds', '提灯', 'lanternnight'],
  /** In which polls it has voted, and for which option. */
  votes: [['pavel_r', 1]] satisfies [username: string, choice: number][],
  drafts: [
    { text: 'Things I learned about herons this month: 1.', visibility: 'public' },
    { text: 'Dear neighbour, about the harpsichord: louder, please.', visibility: 'friends', contentWarning: 'Praise' },
  ] satisfies DraftContent[],
  scheduled: {
    hours: 40,
    content: {
      text: 'Good morning! If this is here, I slept in and the machine did not. #hello',
      visibility: 'public',
    } satisfies DraftContent,
  },
};

/** Posts at the top of their authors' profiles. */
export const pinned: string[] = ['demo:0', 'wilma:1', 'yuki_dev:1', 'hana:2', 'private_ida:0'];

/** Pictures of posts of longer ago. */
export const pictured: Record<string, PictureName[]> = {
  'kenji_t:4': ['peaks', 'dawn'],
  'eleni_s:2': ['lighthouse'],
  'mira_s:3': ['aurora'],
  'teodor:5': ['stars'],
  'amara:2': ['tiles'],
  'demo:4': ['canal'],
};

/** What stands above profiles. */
export const banners: Record<string, PictureName> = {
  demo: 'canal',
  wilma: 'dawn',
  kenji_t: 'peaks',
  eleni_s: 'lighthouse',
  mira_s: 'aurora',
  ingrid_h: 'fjord',
};
