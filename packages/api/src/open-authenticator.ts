import { type Authenticator, openAuthenticator as openWith } from './features/auth/index.ts';
import { personalTokens } from './features/developer/index.ts';
import type { App } from './kernel/app.ts';

/** Opens what tells from bearer tokens who calls; it follows the journal until it is disposed. */
export function openAuthenticator(app: App): Authenticator {
  return openWith(app, personalTokens);
}
