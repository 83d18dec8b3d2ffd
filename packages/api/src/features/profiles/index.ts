export { changeUsername } from './change-username.ts';
export { createProfile } from './create-profile.ts';
export { hideProfile, showProfile } from './hide-profile.ts';
export { getPrivacy, showsPresence, updatePrivacy } from './privacy.ts';
export { Profile } from './profile.entity.ts';
export {
  ownProfile,
  type ProfileRow,
  profileColumns,
  type SummaryRow,
  summaryColumns,
  toProfileView,
  toSummary,
} from './profile.view.ts';
export { profilePictures, profileReactions } from './profile-pictures.ts';
export { presenceShown, privacyChanged, profileHidden, profileShown, receiptsShown } from './profiles.events.ts';
export { exportedProfile } from './profiles.export.ts';
export { updateProfile } from './update-profile.ts';
export { forgetUsernames, refuseKeptUsername, releaseForGood } from './username-history.ts';
