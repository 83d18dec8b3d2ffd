import { listCapturedMail } from '@rookery/api';
import type { Config } from '../config.ts';
import { hasCluster } from '../postgres/index.ts';
import { SetupError } from '../setup-error.ts';
import { withApp } from './command-app.ts';

/** `rookery mail`: shows letters that were kept, the newest last. */
export async function showMail(config: Config, recipient?: string): Promise<void> {
  if (config.databaseUrl === null && !hasCluster(config.dataDir)) {
    throw new SetupError(
      `No server has run over ${config.dataDir}.`,
      'Set DATA_DIR to the folder that its start showed.',
    );
  }
  await withApp(config, async (app) => {
    const letters = await listCapturedMail(app, recipient);
    if (letters.length === 0) console.log(recipient ? `No letter to ${recipient}.` : 'No letters.');
    for (const { createdAt, recipient: to, subject, headers, text } of letters.toReversed()) {
      const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
      console.log(`${createdAt.toISOString()}  ${to}  ${subject}\n${fields.join('')}\n${text.trimEnd()}\n`);
    }
  });
}
