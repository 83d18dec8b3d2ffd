import { expect, test } from 'vitest';
import { agingHeaders } from './aging.ts';

test('what is on its way out says since when and until when', () => {
  expect(agingHeaders({ deprecated: { since: '2026-11-21', ends: '2027-06-01' } })).toEqual({
    deprecation: '@1795219200',
    sunset: 'Tue, 01 Jun 2027 00:00:00 GMT',
  });
  expect(agingHeaders({ deprecated: { since: '2026-11-21' } })).toEqual({ deprecation: '@1795219200' });
  expect(agingHeaders({})).toEqual({});
});
