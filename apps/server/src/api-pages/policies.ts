/** What a page may do; all else is forbidden to it. */
const closed = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Text and styles. */
export const plainPolicy = `${closed}; style-src 'self'; img-src 'self'`;

/** Swagger UI: it sets styles by script alone, which no policy minds, and shows images that calls answer with. */
export const swaggerPolicy = `${closed}; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data: blob:`;

/** The hash of nothing: Redoc makes empty style elements and fills them by script. */
const empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
/** The styles of scrollbars that Redoc brings, used or not. */
const scrollbars = "'sha256-j+rLpVbNq2Apj0tIqCasvw7YReChBbjMrOK3ulDh0eo='";

/** Redoc: it searches in a worker that it makes of its own text. */
export const redocPolicy = `${closed}; script-src 'self'; connect-src 'self'; style-src 'self' ${empty} ${scrollbars}; img-src 'self' data:; worker-src blob:`;
