import { Migration } from '@mikro-orm/migrations';

/** What is searched: the words of posts, and those of the names of people. */
export class Migration20261121150000_search extends Migration {
  override up(): void {
    for (const sql of [posts, folding, names, keeping]) this.addSql(sql);
  }
}

// NOTE: the words are made by the program, since PostgreSQL's parser knows none in scripts without spaces.
const posts = `
create table post_search (
  post_id uuid primary key references post (id) on delete cascade,
  tokens tsvector not null
);
create index post_search_tokens_idx on post_search using gin (tokens) with (gin_pending_list_limit = 512);
`;

const folding = String.raw`
-- Without regard to case, accents, width and vowel points, as the program folds the words of posts.
create function name_fold(name text) returns text language sql immutable parallel safe return
  normalize(replace(replace(replace(replace(translate(
    regexp_replace(replace(lower(normalize(name, nfkd)), U&'\0438\0306', U&'\0439'),
      '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060\u20e3\ufe00-\ufe0f\ufeff]', '', 'g'),
    U&'\00f8\0142\0111\00f0\0127\0131\03c2\0649\0629', U&'olddhi\03c3\064a\0647'),
    U&'\00df', 'ss'), U&'\00e6', 'ae'), U&'\0153', 'oe'), U&'\00fe', 'th'), nfc);

create function name_words(name text) returns text[] language sql immutable parallel safe return array_remove(
  regexp_split_to_array(name_fold(name),
    '[\s\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u3000-\u3004\u3008-\u3020\u3030-\u303f]+'), '');

-- A word as it is, and with each one of its first letters left out: words that share one of these differ by a slip.
create function name_slips(word text) returns text[] language plpgsql immutable parallel safe as $$
declare
  stem text := left(word, 8);
  slips text[] := '{}';
begin
  if length(word) < 4 or stem ~ '^[\u2e80-\U0010ffff]' then return slips; end if;
  for n in 1 .. length(stem) + 1 loop
    slips := slips || ('~' || left(stem, n - 1) || substr(stem, n + 1));
  end loop;
  return slips;
end $$;
`;

const names = String.raw`
-- The words of a name. Of what is written without spaces, and of emoji, each later part is one too.
create function name_terms(username text, display_name text) returns tsvector language plpgsql immutable parallel safe as $$
declare
  word text;
  terms text[] := '{}';
begin
  foreach word in array name_words(username || ' ' || display_name) loop
    terms := terms || word || name_slips(word);
    if word ~ '[\u2e80-\U0010ffff]' then
      for n in 2 .. length(word) loop
        if substr(word, n, 1) ~ '[\u2e80-\U0010ffff]' then terms := terms || substr(word, n); end if;
      end loop;
    end if;
  end loop;
  return array_to_tsvector(terms);
end $$;

-- All of the words that a name has to have, or to begin with; the loose one allows a slip in each. Null without words.
create function name_query(query text, loose boolean) returns tsquery language sql immutable parallel safe return (
  select string_agg('(' || quoted || case when loose then slips else '' end || ')', ' & ')::tsquery
  from (
    select format('''%s'':*', replace(replace(word, '\', '\\'), '''', '''''')) as quoted,
      coalesce((select string_agg(' | ''' || replace(replace(slip, '\', '\\'), '''', '''''') || '''', '') from unnest(name_slips(word)) slip), '') as slips
    from unnest(name_words(query)) word limit 6
  ) w);

-- Grows by four with every doubling, so that it changes seldom.
create function name_popularity(followers int) returns smallint language sql immutable parallel safe return
  floor(4 * ln(1 + followers) / ln(2::float8) + 1e-9)::smallint;

create table profile_name (
  profile_id uuid primary key references profile (id) on delete cascade,
  popularity smallint not null,
  terms tsvector not null
);
`;

const keeping = `
-- NOTE: a trigger, since names and counters also change by statements over many rows.
create function keep_profile_name() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (old.username, old.display_name) = (new.username, new.display_name) then
    update profile_name set popularity = name_popularity(new.follower_count) where profile_id = new.id;
  else
    insert into profile_name (profile_id, popularity, terms)
    values (new.id, name_popularity(new.follower_count), name_terms(new.username, new.display_name))
    on conflict (profile_id) do update set popularity = excluded.popularity, terms = excluded.terms;
  end if;
  return null;
end $$;
create trigger profile_name_insert after insert on profile for each row execute function keep_profile_name();
create trigger profile_name_update after update of username, display_name, follower_count on profile for each row
  when ((old.username, old.display_name, name_popularity(old.follower_count))
    is distinct from (new.username, new.display_name, name_popularity(new.follower_count)))
  execute function keep_profile_name();

insert into profile_name (profile_id, popularity, terms)
  select id, name_popularity(follower_count), name_terms(username, display_name) from profile;
create index profile_name_terms_idx on profile_name using gin (terms);
create index profile_name_popular_idx on profile_name (popularity desc, profile_id desc);
`;
