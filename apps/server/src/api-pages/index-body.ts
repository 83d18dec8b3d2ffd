import { escapeHtml } from './html.ts';

/** The body of the page at /api: what this is, and the way in by curl. */
export function writeIndexBody(publicUrl: string): string {
  const shell = (text: string) => writeSample(text.replaceAll('$URL', publicUrl.replace(/\/$/, '')));
  return `<main class="guide">
<h1>The API of Rookery</h1>
<p class="lead">Everything that Rookery does, over plain HTTP and JSON, from any language: accounts, posts, feeds, friends, chat, groups,
notifications and search. All of it lies under <code>/api/v1</code>, and what you read here is served by this server alone.</p>

<section aria-labelledby="log-in">
<h2 id="log-in">Log in with curl</h2>
${shell(logIn)}
<p>You see your own account. The token holds for fifteen minutes; <code>POST /auth/refresh</code> exchanges the refresh token that came with it
for the next. No account yet? This answers the same as a login:</p>
${shell(register)}
</section>

<ul class="doors">
<li><a href="/api/swagger">Swagger UI</a> tries every call from your browser. Paste the token under Authorize.</li>
<li><a href="/api/redoc">Redoc</a> is for reading: every call, field and error on one page.</li>
<li><a href="/api/openapi.json">openapi.json</a> is OpenAPI 3.1, for generators of clients in any language.</li>
</ul>

<section aria-labelledby="post">
<h2 id="post">Say something, and read what others say</h2>
${shell(post)}
<p>The key makes a call safe to repeat: the same call with the same key does nothing twice and gets the first answer again. Lists come in pages,
and the header <code>Link</code> leads to the next.</p>
</section>

<section aria-labelledby="token">
<h2 id="token">A token for programs</h2>
${shell(token)}
<p>A personal access token is shown once, may do what its scopes allow, and holds until it ends or is revoked.</p>
</section>

<section aria-labelledby="events">
<h2 id="events">Live events</h2>
${shell(events)}
<p>Messages, notifications and requests as they happen, as Server-Sent Events. Send the last <code>id</code> that you saw as
<code>Last-Event-ID</code>, and the stream goes on after it: nothing is missed, nothing comes twice.</p>
</section>

<section aria-labelledby="errors">
<h2 id="errors">When something is wrong</h2>
<p>Errors are <code>application/problem+json</code>. Programs look at <code>reason</code>, which never changes its meaning; people read
<code>detail</code>; <code>issues</code> names the fields; <code>requestId</code> is what to quote when you ask for help.</p>
</section>

<section aria-labelledby="sdk">
<h2 id="sdk">In TypeScript</h2>
${shell(sdk)}
<p>The SDK has the same calls with types, keeps you logged in, and resumes live events by itself. This server has it at
<a href="/sdk/index.js"><code>/sdk/index.js</code></a>.</p>
</section>
</main>`;
}

const logIn = `API=$URL/api/v1
TOKEN=$(curl -s $API/auth/login -H 'Content-Type: application/json' -d '{"login": "YOUR NAME", "password": "YOUR PASSWORD"}' | grep -o '"accessToken":"[^"]*' | cut -d'"' -f4)
curl $API/me -H "Authorization: Bearer $TOKEN"`;

const register = `curl $API/auth/register -H 'Content-Type: application/json' -d '{"email": "ada@example.org", "username": "ada", "password": "a long walk at noon"}'`;

const post = `curl $API/posts -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H "Idempotency-Key: $(date +%s)-first-post" -d '{"text": "Hello from curl #rookery"}'
curl "$API/posts?limit=3"`;

const token = `curl $API/tokens -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"name": "my script", "scopes": ["read", "write:posts"]}'`;

const events = `curl -N $API/events -H "Authorization: Bearer $TOKEN"`;

const sdk = `import { createClient } from '@rookery/sdk';
const rookery = createClient({ url: '$URL' });
await rookery.auth.login({ login: 'YOUR NAME', password: 'YOUR PASSWORD' });`;

/** Lines that can be copied as they are; one that does not fit goes on further in. */
function writeSample(text: string): string {
  const lines = text.split('\n').map((line) => `<span>${escapeHtml(line)}\n</span>`);
  return `<pre><code>${lines.join('')}</code></pre>`;
}
