import assert from 'node:assert/strict';
import { talk } from './chat.ts';
import { firstEvent, readNotifications } from './notifications.ts';
import { beRefused, logOut, makeToken, register } from './people.ts';
import { find, followInto, likeAndAnswer, postOnce, postPicture, remove, walk } from './posts.ts';

const [url = '', picture = ''] = process.argv.slice(2);
const wren = await register(url, 'wren');
const heron = await register(url, 'heron');
await beRefused(url, wren);

const heard = await firstEvent(wren, 'notification.created');
const post = await postPicture(url, wren, picture);
const feather = await postOnce(wren);
await followInto(heron, post);
const reply = await likeAndAnswer(heron, post);
assert.match(await heard(), /"type":"(follow|like|reply)"/);
await find(heron, post);
assert.deepEqual(await walk(heron), [feather.id, post.id]);

await readNotifications(wren, ['follow', 'like', 'reply']);
await talk(wren, heron);
await makeToken(url, wren);

await remove(heron, reply);
await logOut(heron);
await logOut(wren);
