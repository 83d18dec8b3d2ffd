import { createClient } from '@rookery/sdk';
import { showAccount } from './account.ts';
import { addressOf, isLetterPlace, readPlace } from './addresses.ts';
import { watchAnswers } from './answers.ts';
import { createBoard } from './board.ts';
import { createBoardView } from './board-view.ts';
import { createMessagesPlace, type MessagesPlace } from './chat/messages-place.ts';
import { openComposer } from './composer.ts';
import { showConnection } from './connection.ts';
import { byId } from './dom.ts';
import { followHints } from './feed-hints.ts';
import { takeLetterLink } from './letters/letter-link.ts';
import { createLetterPlaces } from './letters/letter-places.ts';
import { showNote } from './note.ts';
import { followNotifications } from './notifications.ts';
import { createNotificationsView } from './notifications-view.ts';
import { onceIn } from './once-in.ts';
import { titlePlace } from './page-title.ts';
import { markPlace, openPlaces, showStage } from './places.ts';
import { keepPresence } from './presence.ts';
import { keepTimes } from './relative-time.ts';
import { openSignIn } from './sign-in.ts';
import { sourceOf } from './sources.ts';
import { createTrends } from './trends.ts';
import { whileVisible } from './while-visible.ts';

const hintRestMs = 500;

const letter = takeLetterLink();

const answers = watchAnswers();
const rookery = createClient({ url: location.origin, fetch: answers.fetch, outbox: localStorage });
const view = createBoardView();
const board = createBoard({
  rookery,
  view,
  complain: showNote,
  onAnswered: (post) => composer.answer(post),
});
const composer = openComposer(rookery, board.add);
const trends = createTrends(rookery);
const letters = createLetterPlaces(rookery, letter);

const show = (messages: MessagesPlace): void => {
  const place = readPlace(location.hash);
  if (!place) return;
  const isMember = rookery.session.current !== null;
  if (place.kind === 'login' && isMember) {
    location.replace(addressOf({ kind: 'home' }));
    return;
  }
  markPlace(place, isMember);
  showStage(place, isMember);
  if (isLetterPlace(place)) {
    messages.close();
    letters.open(place.kind);
    return;
  }
  letters.close();
  if (place.kind === 'messages') {
    titlePlace('Messages');
    if (isMember) messages.open(place.id);
    else messages.close();
    return;
  }
  messages.close();
  void board.open(sourceOf(place, rookery));
};

void rookery.session.ready.then(() => {
  showConnection(rookery, answers);
  const messages = createMessagesPlace(rookery);
  showAccount(rookery, () => show(messages));
  openSignIn(rookery, { offersDemo: letter === null });
  openPlaces(() => {
    show(messages);
    if (readPlace(location.hash)?.kind !== 'messages') view.toTop();
  });
  followNotifications(rookery, createNotificationsView());
  keepTimes();
  keepPresence(rookery);
  const refreshTrends = (): Promise<void> => trends.refresh().catch(() => undefined);
  followHints(
    rookery,
    onceIn(hintRestMs, () => void board.refresh().catch(() => undefined)),
  );
  whileVisible(async () => {
    await Promise.all([board.refresh().catch(() => undefined), refreshTrends()]);
  });
  show(messages);
  void refreshTrends();
  void describeServer().catch(() => undefined);
});

async function describeServer(): Promise<void> {
  const { name, version, limits } = await rookery.system.info();
  byId('server', HTMLElement).textContent = `${name} ${version}`;
  if (limits.post !== undefined) composer.limitTo(limits.post);
}
