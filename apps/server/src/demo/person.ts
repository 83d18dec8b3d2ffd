/** Somebody of the demo, and what they have to say; hashtags and mentions in texts are real ones. */
export interface DemoPerson {
  username: string;
  name: string;
  bio: string;
  location: string;
  website?: string;
  status?: string;
  isPrivate?: boolean;
  isBot?: boolean;
  /** Which replies strangers write under their posts; English where it is not said. */
  language?: 'ar' | 'el' | 'es' | 'fr' | 'hi' | 'ja' | 'ko' | 'pt' | 'tr' | 'uk' | 'zh';
  posts: (string | DemoThread)[];
}

/** A post with the replies that it got, each by the username before it; every reply answers the post. */
export interface DemoThread {
  text: string;
  replies: [username: string, text: string][];
}
