export { invitePeople } from './people.ts';
export { signUp, type SignedUp } from './sign-up.ts';
export { createTestApp, type Caller, type TestApp, testAppOptions } from './test-app.ts';
export { createTestClock, type TestClock } from './test-clock.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { createTestMailer, type TestMailer } from './test-mailer.ts';
