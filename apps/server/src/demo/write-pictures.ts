import { newId, type Sql, statement } from '@rookery/api';
import { type Picture, pictures } from './pictures/pictures.ts';
import { portraitOf } from './pictures/portraits.ts';
import type { DemoPlan } from './planned.ts';
import { banners } from './story.ts';

const insertMedia = statement(
  'demo.media',
  `with shown as (
     select * from jsonb_to_recordset($1::jsonb) as r(id uuid, owner uuid, holder uuid, place int, alt text, width int, height int)
   ), made as (
     insert into media (id, owner_id, kind, mime, bytes, width, height, alt, status, created_at, idle_since)
     select id, owner, 'image', 'image/webp', 0, width, height, alt, 'processing', $2, null from shown returning id
   ) insert into media_use (holder_id, position, media_id) select holder, place, made.id from made join shown using (id)`,
);
const showPictures = statement(
  'demo.profile-pictures',
  `update profile p set
     avatar_id = (select media_id from media_use where holder_id = p.id and position = 0),
     banner_id = (select media_id from media_use where holder_id = p.id and position = 1)`,
);

/** Announces avatars, banners and pictures of posts; they are painted later. */
export async function announcePictures(sql: Sql, { people, posts, now }: DemoPlan): Promise<void> {
  const ofPeople = people.flatMap(({ id, person }) => {
    const banner = banners[person.username];
    const avatar = rowOf(portraitOf(person), { owner: id, holder: id, place: 0 });
    return banner ? [avatar, rowOf(pictures[banner], { owner: id, holder: id, place: 1 })] : [avatar];
  });
  const ofPosts = posts.flatMap(({ id, authorId, pictures: names }) =>
    names.map((name, place) => rowOf(pictures[name], { owner: authorId, holder: id, place })),
  );
  await sql.run(insertMedia, [JSON.stringify([...ofPeople, ...ofPosts]), now]);
  await sql.run(showPictures, []);
}

function rowOf({ alt, width, height }: Picture, use: { owner: string; holder: string; place: number }): object {
  return { id: newId(), alt, width, height, ...use };
}
