# The story of stories/typescript, shorter, by a client that OpenAPI::Client makes of the document when it runs.
# Usage: perl story.pl <document> <url of the server> <picture>
use v5.36;
use utf8;
use open qw(:std :encoding(UTF-8));
use JSON::Validator::Schema::OpenAPIv3;
use Mojo::File qw(path);
use Mojo::JSON qw(decode_json);
use Mojo::URL;
use OpenAPI::Client;
use Time::HiRes qw(sleep);

my ($document, $url, $picture) = @ARGV;

# NOTE: it knows OpenAPI 3.0 and 3.1 by schemas from the net, which are not asked: two validators of our own have looked at it.
my $schema = JSON::Validator::Schema::OpenAPIv3->new(decode_json(path($document)->slurp))->errors([]);

sub client ($token = undef) {
  my $client = OpenAPI::Client->new($schema, base_url => Mojo::URL->new("$url/api/v1"));
  $client->on(after_build_tx => sub ($self, $tx) { $tx->req->headers->authorization("Bearer $token") }) if $token;
  return $client;
}

# Calls by the id of the operation, demands its status, and returns what it answered.
sub told ($client, $status, $operation, @input) {
  my $response = $client->call($operation, @input)->res;
  die "$operation: @{[$response->code // 'no answer']} @{[$response->text]}" unless ($response->code // 0) == $status;
  return $response->code == 204 ? undef : $response->json;
}

sub same ($got, $wanted, $what) {
  die "$what: $got, not $wanted" unless "$got" eq "$wanted";
}

sub eventually ($what, $ask) {
  for (1 .. 200) {
    my $found = $ask->();
    return $found if $found;
    sleep 0.05;
  }
  die "in vain: $what";
}

sub person ($username) {
  my $password = "the long walk of $username";
  told(client(), 201, 'auth.register', {body => {email => "$username\@birds.example", username => $username, password => $password}});
  my $session = told(client(), 200, 'auth.login', {body => {login => $username, password => $password}});
  return {id => $session->{account}{id}, api => client($session->{accessToken}), bearing => {Authorization => "Bearer $session->{accessToken}"}};
}

sub is_ended ($client, $reason) {
  same(told($client, 401, 'me.get')->{reason}, $reason, 'reason');
}

my ($rail, $crane) = (person('rail'), person('crane'));
same(told(client(), 401, 'me.get')->{reason}, 'token_missing', 'reason');

# NOTE: it takes a file of a form for an object, which it is in Perl alone, and refuses to send it; what it is built on does not.
my $form = {file => {file => $picture}, alt => 'A rail in the reeds'};
my $media = $rail->{api}->ua->post("$url/api/v1/media" => $rail->{bearing} => form => $form)->res->json;
eventually('a picture', sub { told($rail->{api}, 200, 'media.get', {id => $media->{id}})->{status} eq 'ready' });
my %post = (body => {text => 'Low water at the #weir 🪶', mediaIds => [$media->{id}]}, 'Idempotency-Key' => 'one-rail-0001');
my $post = told($rail->{api}, 201, 'posts.create', {%post});
same(told($rail->{api}, 201, 'posts.create', {%post})->{id}, $post->{id}, 'id of the replayed post');
same($post->{visibility}, 'public', 'visibility');
same($post->{media}[0]{alt}, 'A rail in the reeds', 'alt');

told($crane->{api}, 200, 'graph.follow', {userId => $rail->{id}});
eventually('a feed', sub {
  grep { $_->{post}{id} eq $post->{id} } told($crane->{api}, 200, 'feed.home', {limit => 5})->{items}->@*;
});
same(told($crane->{api}, 200, 'posts.like', {id => $post->{id}})->{likeCount}, 1, 'likes') for 1 .. 2;
eventually('a find', sub { told($crane->{api}, 200, 'search.posts', {query => 'weir', hasMedia => 'true'})->{items}->@* });

my $talk = told($rail->{api}, 200, 'chat.open', {userId => $crane->{id}});
my %message = (conversationId => $talk->{id}, body => {text => 'Seen the crane?', clientId => 'crane-0001'});
my $message = told($rail->{api}, 201, 'chat.send', {%message});
same(told($rail->{api}, 201, 'chat.send', {%message})->{id}, $message->{id}, 'id of the message sent again');
same(scalar told($crane->{api}, 200, 'chat.messages', {conversationId => $talk->{id}})->{items}->@*, 1, 'messages');
told($crane->{api}, 200, 'chat.react', {id => $message->{id}, emoji => '👍🏽'});

my @news = eventually('notifications', sub {
  my $items = told($rail->{api}, 200, 'notifications.list', {types => ['follow', 'like'], unreadOnly => 'true'})->{items};
  @$items == 2 && $items;
})->@*;
my @unread = map { told($rail->{api}, 200, 'notifications.markRead', {ids => $_->{id}})->{count} } @news;
same("@unread", '1 0', 'unread');

my $made = told($rail->{api}, 201, 'tokens.create', {body => {name => 'feed reader', scopes => ['read']}});
same(told(client($made->{token}), 403, 'posts.create', {body => {text => 'no'}})->{reason}, 'scope_required', 'reason');
told($rail->{api}, 204, 'posts.delete', {id => $post->{id}});
told($rail->{api}, 204, 'auth.logout');
is_ended($rail->{api}, 'session_revoked');
