import type { DemoPerson } from '../person.ts';

/** Every town has one. */
export const pest: DemoPerson = {
  username: 'bargain_bob',
  name: 'Bob of Bargain Gutters',
  bio: 'GUTTERS. Ask me about gutters. Do not ask me about anything else.',
  location: 'Near your roof',
  posts: ['GUTTERS! Half price until the rain stops! #gutters', 'You said rain. I heard GUTTERS. #gutters'],
};
