import { createClient } from '@rookery/sdk';
import { showAccount } from './account.ts';
import { readPlace } from './addresses.ts';
import { watchAnswers } from './answers.ts';
import { createBoard } from './board.ts';
import { createBoardView } from './board-view.ts';
import { openComposer } from './composer.ts';
import { showConnection } from './connection.ts';
import { byId } from './dom.ts';
import { followHints } from './feed-hints.ts';
import { showNote } from './note.ts';
import { followNotifications } from './notifications.ts';
import { createNotificationsView } from './notifications-view.ts';
import { onceIn } from './once-in.ts';
import { markPlace, openPlaces } from './places.ts';
import { keepTimes } from './relative-time.ts';
import { openSignIn } from './sign-in.ts';
import { sourceOf } from './sources.ts';
import { createTrends } from './trends.ts';
import { whileVisible } from './while-visible.ts';

const hintRestMs = 500;

const answers = watchAnswers();
const rookery = createClient({ url: location.origin, fetch: answers.fetch });
const view = createBoardView();
const board = createBoard({
  rookery,
  view,
  complain: showNote,
  onAnswered: (post) => composer.answer(post),
});
const composer = openComposer(rookery, board.add);
const trends = createTrends(rookery);

const show = (): void => {
  const place = readPlace(location.hash);
  if (!place) return;
  markPlace(place, rookery.session.current !== null);
  void board.open(sourceOf(place, rookery));
};

void rookery.session.ready.then(() => {
  showConnection(rookery, answers);
  showAccount(rookery, show);
  openSignIn(rookery);
  openPlaces(() => {
    show();
    view.toTop();
  });
  followNotifications(rookery, createNotificationsView());
  keepTimes();
  const refreshTrends = (): Promise<void> => trends.refresh().catch(() => undefined);
  followHints(
    rookery,
    onceIn(hintRestMs, () => void board.refresh().catch(() => undefined)),
  );
  whileVisible(async () => {
    await Promise.all([board.refresh().catch(() => undefined), refreshTrends()]);
  });
  show();
  void refreshTrends();
  void describeServer().catch(() => undefined);
});

async function describeServer(): Promise<void> {
  const { name, version, limits } = await rookery.system.info();
  byId('server', HTMLElement).textContent = `${name} ${version}`;
  if (limits.post !== undefined) composer.limitTo(limits.post);
}
