export { Access } from './access.decorator.js';
export { Authenticator } from './authenticator.js';
export { Conditions } from './conditions.js';
export { CurrentActor } from './current-actor.decorator.js';
export { describeApi } from './describe-api.js';
export { etag, requireIfMatch } from './etag.js';
export { HttpModule } from './http.module.js';
export { IdPipe } from './id.pipe.js';
export {
  decodeCursor,
  defaultPageSize,
  encodeCursor,
  PageQuery,
  toPage,
  type CursorKey,
  type Page,
} from './pagination.js';
export { createAdapter, prepareHttp } from './prepare-http.js';
export { problemOf, type Problem } from './problems.js';
export { requestSource } from './request-source.js';
export { refuseBeforeBody, withAccess, type RouteEntry } from './routes.js';
