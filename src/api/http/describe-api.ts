import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiProperty, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { Authenticator } from './authenticator.js';
import { giveAccess } from './routes.js';

const paths = ['/api/docs', '/api/openapi.json', '/api/openapi.yaml'];

/** OpenAPI 3.1 at /api/openapi.json, with a page to browse it. Open to everybody: it tells what this repository tells. */
export function describeApi(service: NestFastifyApplication): void {
  giveAccess(service.getHttpAdapter().getInstance(), paths, 'public', service.get(Authenticator));
  const outline = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Imprimatur')
    .setDescription('Editorial workflow for medical guides')
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth('session')
    .build();
  const extraModels = describeInputs();
  SwaggerModule.setup('api/docs', service, () => SwaggerModule.createDocument(service, outline, { extraModels }), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
  });
}

type Class = abstract new (...args: never[]) => object;

/** The rules that a body or query is checked by are what is written down about it: nobody says them twice. Answers the classes within others. */
function describeInputs(): (typeof Function)[] {
  const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas: Map<Class, unknown> };
  const named = new Set<string>();
  for (const target of validationMetadatas.keys()) {
    const { properties = {}, required = [] } = targetConstructorToSchema(target, {
      refPointerPrefix: '#/components/schemas/',
      additionalConverters: {
        civilDate: { type: 'string', format: 'date' },
        resolutions: { type: 'object', additionalProperties: { type: 'string', enum: ['mine', 'live'] } },
      },
    });
    for (const [, name] of JSON.stringify(properties).matchAll(/"#\/components\/schemas\/(\w+)"/g))
      named.add(name ?? '');
    for (const [name, schema] of Object.entries(properties)) {
      const described = { ...schema, required: required.includes(name) } as Parameters<typeof ApiProperty>[0];
      ApiProperty(described)(target.prototype as object, name);
    }
  }
  return [...validationMetadatas.keys()].filter(({ name }) => named.has(name)) as unknown as (typeof Function)[];
}
