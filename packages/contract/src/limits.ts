/** Limits that the contract states: those of texts for good, those of connections as defaults. `system.info` tells the ones in force. */
export const limits = {
  usernameMin: 3,
  usernameMax: 30,
  displayName: 50,
  bio: 500,
  location: 100,
  website: 200,
  status: 100,
  post: 500,
  contentWarning: 100,
  mediaPerPost: 4,
  alt: 1500,
  imageBytes: 10_000_000,
  imagePixels: 50_000_000,
  pollOptions: 4,
  pollOption: 50,
  pinnedPosts: 3,
  drafts: 100,
  followedHashtags: 200,
  passwordMin: 10,
  passwordMax: 256,
  pageMax: 100,
  batch: 20,
  bodyBytes: 256 * 1024,
  socketFrameBytes: 64 * 1024,
  socketSubscriptions: 64,
  socketMessagesPerMinute: 120,
  socketsPerAccount: 10,
} as const;

/** The limits in force on a server, by name. */
export type Limits = Readonly<Record<keyof typeof limits, number>>;
