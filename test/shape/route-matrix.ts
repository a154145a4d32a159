/**
 * Every route of the service and who may call it, written by hand. `page` is what readers get: GET, HEAD, and five methods that
 * answer 405. GET includes HEAD. `**` is everything below, for screens that a library brings. A `+` after the roles: not with an
 * API token. Whoever may call a route may still be refused by a lifecycle, or for what lies behind an id.
 */
const matrix = `
  page   /                                                          | public
  page   /guides                                                    | public
  page   /guides/*                                                  | public
  page   /categories/*                                              | public
  page   /images/*                                                  | public
  page   /physicians/*                                              | public
  page   /specialties                                               | public
  page   /specialties/*                                             | public
  page   /reviewers                                                 | public
  page   /reviewers/*                                               | public
  page   /how-we-review                                             | public
  page   /policies/*                                                | public
  page   /corrections                                               | public
  page   /corrections/*                                             | public
  page   /apply                                                     | public
  page   /apply/*                                                   | public
  GET    /preview                                                   | public
  GET    /preview/open                                              | public
  GET    /preview/compare                                           | public
  GET    /preview/images/:digest                                    | public
  GET    /report                                                    | public
  POST   /report                                                    | public
  GET    /report/received                                           | public
  page   /sitemap.xml                                               | public
  page   /sitemaps/*                                                | public
  page   /feed.atom                                                 | public
  page   /feed.rss                                                  | public
  page   /robots.txt                                                | public
  GET    /search                                                    | public

  GET    /health/live                                               | public
  GET    /health/ready                                              | public
  GET    /metrics                                                   | public
  ANY    /admin/queues/**                                           | admin
  GET    /api/docs/**                                               | public
  GET    /api/openapi.json                                          | public
  GET    /api/openapi.yaml                                          | public

  POST   /api/v1/session                                            | public
  GET    /api/v1/session                                            | signed-in
  POST   /api/v1/session/reauthentication                           | signed-in +
  GET    /api/v1/session/list                                       | signed-in +
  DELETE /api/v1/session/list/:id                                   | signed-in +
  DELETE /api/v1/session                                            | signed-in +
  GET    /api/v1/tokens                                             | signed-in +
  POST   /api/v1/tokens                                             | signed-in +
  DELETE /api/v1/tokens/:id                                         | signed-in +
  PUT    /api/v1/password                                           | signed-in +
  POST   /api/v1/password-resets                                    | public
  POST   /api/v1/password-resets/completion                         | public
  POST   /api/v1/totp                                               | signed-in +
  POST   /api/v1/totp/confirmation                                  | signed-in +
  DELETE /api/v1/totp                                               | signed-in +

  GET    /api/v1/accounts                                           | lead director verifier admin
  POST   /api/v1/accounts                                           | admin +
  GET    /api/v1/accounts/:id                                       | signed-in
  PATCH  /api/v1/accounts/:id                                       | signed-in
  POST   /api/v1/accounts/:id/roles                                 | admin +
  DELETE /api/v1/accounts/:id/roles/:grantId                        | admin +
  POST   /api/v1/accounts/:id/disablement                           | admin +
  DELETE /api/v1/accounts/:id/disablement                           | admin +
  POST   /api/v1/accounts/:id/totp-removal                          | admin +
  GET    /api/v1/accounts/:id/credentials                           | signed-in
  POST   /api/v1/accounts/:id/credentials                           | verifier admin +
  POST   /api/v1/accounts/:id/credentials/:credentialId/standings   | verifier admin +

  GET    /api/v1/categories                                         | signed-in
  POST   /api/v1/categories                                         | admin
  GET    /api/v1/categories/:id                                     | signed-in
  PATCH  /api/v1/categories/:id                                     | director admin
  GET    /api/v1/categories/:slug/synonyms                          | signed-in
  PUT    /api/v1/categories/:slug/synonyms                          | lead admin
  GET    /api/v1/search                                             | public
  GET    /api/v1/specialties                                        | signed-in
  GET    /api/v1/capacity                                           | editor lead director admin

  GET    /api/v1/guides                                             | editor lead reviewer director safety admin
  POST   /api/v1/guides                                             | editor admin
  GET    /api/v1/guides/:id                                         | editor lead reviewer director safety admin
  PATCH  /api/v1/guides/:id                                         | editor lead director
  POST   /api/v1/guides/:id/revisions                               | editor
  GET    /api/v1/guides/:id/publications                            | editor lead reviewer director safety admin
  GET    /api/v1/guides/:id/transitions                             | editor lead reviewer director safety admin
  POST   /api/v1/guides/:id/transitions                             | signed-in
  POST   /api/v1/notices                                            | safety
  GET    /api/v1/guides/:id/history                                 | editor lead reviewer director admin

  GET    /api/v1/revisions                                          | editor lead reviewer director safety admin
  GET    /api/v1/revisions/:id                                      | editor lead reviewer director safety admin
  PUT    /api/v1/revisions/:id/parts/:key                           | editor
  DELETE /api/v1/revisions/:id/parts/:key                           | editor
  GET    /api/v1/revisions/:id/lint                                 | editor lead reviewer director safety admin
  GET    /api/v1/revisions/:id/conflicts                            | editor lead reviewer director safety admin
  GET    /api/v1/revisions/:id/comments                             | editor lead reviewer director safety admin
  GET    /api/v1/revisions/:id/transitions                          | editor lead reviewer director safety admin
  POST   /api/v1/revisions/:id/transitions                          | signed-in
  POST   /api/v1/revisions/:id/previews                             | editor lead reviewer director safety admin
  GET    /api/v1/revisions/:id/previews                             | editor lead reviewer director safety admin
  DELETE /api/v1/previews/:id                                       | editor lead reviewer director safety admin
  POST   /api/v1/previews/sessions                                  | public
  GET    /api/v1/versions/:id                                       | editor lead reviewer director safety admin
  GET    /api/v1/versions/:id/changes/:from                         | editor lead reviewer director safety admin

  GET    /api/v1/checklist                                          | signed-in
  GET    /api/v1/reviews                                            | editor lead reviewer director safety admin
  GET    /api/v1/reviews/:id                                        | editor lead reviewer director safety admin
  POST   /api/v1/reviews/:id/openings                               | reviewer
  PUT    /api/v1/reviews/:id/answers/:item                          | reviewer
  POST   /api/v1/reviews/:id/comments                               | reviewer
  GET    /api/v1/reviews/:id/transitions                            | editor lead reviewer director safety admin
  POST   /api/v1/reviews/:id/transitions                            | signed-in
  POST   /api/v1/comments/:id/answer                                | editor
  POST   /api/v1/comments/:id/resolution                            | reviewer
  POST   /api/v1/reports                                            | public
  GET    /api/v1/reports                                            | editor lead reviewer director safety admin
  GET    /api/v1/reports/:id/transitions                            | editor lead reviewer director safety admin
  POST   /api/v1/reports/:id/transitions                            | editor lead reviewer director safety admin
  POST   /api/v1/images                                             | editor
  GET    /api/v1/images/:digest                                     | signed-in

  GET    /api/v1/applications/challenge                             | public
  POST   /api/v1/applications                                       | public
  POST   /api/v1/applications/links                                 | public
  POST   /api/v1/applications/confirmation                          | public
  POST   /api/v1/applications/sessions                              | public
  GET    /api/v1/application                                        | public
  POST   /api/v1/application/answers                                | public
  POST   /api/v1/application/withdrawal                             | public
  POST   /api/v1/application/appeal                                 | public
  GET    /api/v1/application/export                                 | public
  POST   /api/v1/application/erasure                                | public
  GET    /api/v1/member                                             | public
  POST   /api/v1/member/transitions                                 | public
  POST   /api/v1/member/changes                                     | public
  GET    /api/v1/application/documents                              | public
  POST   /api/v1/application/documents                              | public
  GET    /api/v1/applications                                       | verifier
  POST   /api/v1/applications/claims                                | verifier
  GET    /api/v1/applications/:id                                   | verifier
  GET    /api/v1/applications/:id/transitions                       | verifier
  POST   /api/v1/applications/:id/transitions                       | verifier
  POST   /api/v1/applications/:id/conflicts                         | verifier
  POST   /api/v1/applications/:id/checks                            | verifier
  POST   /api/v1/applications/:id/checks/:result/resolution         | verifier
  GET    /api/v1/applications/:id/documents                         | verifier
  POST   /api/v1/applications/:id/documents                         | verifier
  GET    /api/v1/applications/:id/documents/:document               | verifier +
  GET    /api/v1/physicians                                         | verifier admin
  GET    /api/v1/physicians/findings                                | verifier
  POST   /api/v1/physicians/claims                                  | verifier
  GET    /api/v1/physicians/:id                                     | verifier admin
  GET    /api/v1/physicians/:id/transitions                         | verifier admin
  POST   /api/v1/physicians/:id/transitions                         | verifier
  POST   /api/v1/physicians/:id/conflicts                           | verifier

  GET    /api/v1/inbox                                              | signed-in
  POST   /api/v1/inbox/:id/read                                     | signed-in
  POST   /api/v1/inbox/read-all                                     | signed-in
  GET    /api/v1/history                                            | admin
  GET    /api/v1/history/export                                     | admin
  GET    /api/v1/history/redaction-proposals                        | admin
  POST   /api/v1/history/:id/redaction-proposals                    | admin +
  POST   /api/v1/history/:id/redactions                             | admin +
  GET    /api/v1/legal-holds                                        | director admin
  PUT    /api/v1/legal-holds/:kind/:id                              | admin +
  DELETE /api/v1/legal-holds/:kind/:id                              | admin +
`;

/** One line of the matrix. */
export interface Line {
  methods: readonly string[];
  path: string;
  access: string[];
  sessionOnly: boolean;
}

const methods: Record<string, readonly string[]> = {
  page: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  ANY: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  GET: ['GET', 'HEAD'],
};

export const lines: Line[] = matrix
  .split('\n')
  .map((line) => line.trim())
  .filter(Boolean)
  .map((line) => {
    const [method = '', path = '', , ...who] = line.split(/ +/);
    return {
      methods: methods[method] ?? [method],
      path,
      access: who.filter((word) => word !== '+'),
      sessionOnly: who.at(-1) === '+',
    };
  });

/** The line that a route stands in, if any. */
export function lineOf(method: string, url: string): Line | undefined {
  return lines.find((line) => line.methods.includes(method) && (line.path === url || below(line.path, url)));
}

function below(path: string, url: string): boolean {
  if (!path.endsWith('/**')) return false;
  const root = path.slice(0, -'/**'.length);
  return url === root || url.startsWith(`${root}/`);
}
