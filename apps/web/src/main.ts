import { createClient } from '@rookery/sdk';
import { showAccount } from './account.ts';
import { watchAnswers } from './answers.ts';
import { createBoard } from './board.ts';
import { createBoardView } from './board-view.ts';
import { openComposer } from './composer.ts';
import { showConnection } from './connection.ts';
import { byId } from './dom.ts';
import { showNote } from './note.ts';
import { followNotifications } from './notifications.ts';
import { createNotificationsView } from './notifications-view.ts';
import { keepTimes } from './relative-time.ts';
import { openSignIn } from './sign-in.ts';
import { whileVisible } from './while-visible.ts';

const answers = watchAnswers();
const rookery = createClient({ url: location.origin, fetch: answers.fetch });
const board = createBoard({ rookery, view: createBoardView(), complain: showNote });
const composer = openComposer(rookery, board.add);

void rookery.session.ready.then(() => {
  showConnection(rookery, answers);
  showAccount(rookery, () => void board.reload());
  openSignIn(rookery);
  followNotifications(rookery, createNotificationsView());
  keepTimes();
  whileVisible(() => board.refresh().catch(() => undefined));
  void board.reload();
  void describeServer().catch(() => undefined);
});

async function describeServer(): Promise<void> {
  const { name, version, limits } = await rookery.system.info();
  byId('server', HTMLElement).textContent = `${name} ${version}`;
  if (limits.post !== undefined) composer.limitTo(limits.post);
}
