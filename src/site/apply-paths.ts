/** Where an applicant meets us. Secrets ride behind these in the fragment, which no server and no referrer sees. */
export const APPLY_PATH = '/apply';
export const CONFIRM_PATH = '/apply/confirm';
export const STATUS_PATH = '/apply/status';
