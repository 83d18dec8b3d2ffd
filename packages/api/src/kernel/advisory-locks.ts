/** Numbers of the database's advisory locks; they share one space, so that all of them stand here. */
export const advisoryLocks = {
  migrate: 7_216_301,
  timelines: 7_216_302,
  demo: 7_216_303,
  hashtagCounts: 7_216_304,
  digests: 7_216_305,
} as const;
