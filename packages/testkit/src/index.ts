export { invitePeople } from './people.ts';
export { createPlanner, type Planner, type Sent } from './planner.ts';
export { type Candidates, type Probe, probeQueries } from './probe.ts';
export { type SignedUp, signUp } from './sign-up.ts';
export { type Caller, createTestApp, type TestApp, testAppOptions } from './test-app.ts';
export { createTestClock, type TestClock } from './test-clock.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { createTestMailer, type TestMailer } from './test-mailer.ts';
export { startTestServer, type TestServer, type TestServerOverrides } from './test-server.ts';
