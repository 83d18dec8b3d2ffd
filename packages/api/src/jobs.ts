import { sendMail } from './features/accounts/index.ts';
import { cleanUpAuth, mailToken } from './features/auth/index.ts';
import { dropConversationJob, recountConversations, tellMembersJob, tellPeersJob } from './features/chat/index.ts';
import { cleanUpTokens } from './features/developer/index.ts';
import {
  dropIdleJob,
  fanOut,
  fanOutRepost,
  reviewLargeJob,
  takeOut,
  takeRepostBackJob,
  trimJob,
} from './features/feeds/index.ts';
import { cleanUpGraph, rankPopular, recount } from './features/graph/index.ts';
import { recountMembers } from './features/groups/index.ts';
import { countHashtags, rankTrends, recountAuthor, recountHashtags } from './features/hashtags/index.ts';
import { buildExport, dropExports, eraseAccounts } from './features/me/index.ts';
import { removeOrphans } from './features/media/index.ts';
import {
  cleanUpDigests,
  forgetGroupJob,
  forgetPostJob,
  sendDigestsJob,
  tellVoters,
} from './features/notifications/index.ts';
import {
  cleanUpJob,
  clearGroupJob,
  closeOverduePollsJob,
  closePollJob,
  publishOverdueJob,
  publishScheduledJob,
  recountJob,
} from './features/posts/index.ts';
import { forgetUsernames } from './features/profiles/index.ts';
import { indexMissing } from './features/search/index.ts';
import { forgetRates, keepHouse } from './features/system/index.ts';
import type { RunnableJob } from './kernel/app.ts';
import { runnable } from './kernel/job.ts';

/** Every job of every slice. */
export const jobs: readonly RunnableJob[] = [
  runnable(sendMail),
  runnable(mailToken),
  runnable(cleanUpAuth),
  runnable(forgetUsernames),
  runnable(fanOut),
  runnable(fanOutRepost),
  runnable(takeRepostBackJob),
  runnable(takeOut),
  runnable(trimJob),
  runnable(dropIdleJob),
  runnable(reviewLargeJob),
  runnable(recount),
  runnable(rankPopular),
  runnable(cleanUpGraph),
  runnable(recountJob),
  runnable(cleanUpJob),
  runnable(clearGroupJob),
  runnable(recountMembers),
  runnable(closePollJob),
  runnable(closeOverduePollsJob),
  runnable(publishScheduledJob),
  runnable(publishOverdueJob),
  runnable(countHashtags),
  runnable(rankTrends),
  runnable(recountAuthor),
  runnable(recountHashtags),
  runnable(tellVoters),
  runnable(forgetPostJob),
  runnable(forgetGroupJob),
  runnable(sendDigestsJob),
  runnable(cleanUpDigests),
  runnable(dropConversationJob),
  runnable(tellMembersJob),
  runnable(tellPeersJob),
  runnable(recountConversations),
  runnable(buildExport),
  runnable(dropExports),
  runnable(eraseAccounts),
  runnable(removeOrphans),
  runnable(indexMissing),
  runnable(cleanUpTokens),
  runnable(keepHouse),
  runnable(forgetRates),
];
