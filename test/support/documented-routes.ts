/** Of a synthesized template, what tells its routes. */
export type TemplateOfRoutes = {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
};

/** Of an OpenAPI document, what tells its operations: methods by path. */
export type DocumentOfRoutes = { readonly paths: Readonly<Record<string, object>> };

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** The routes that a template makes, each as the gateway names it: `POST /v1/referrals`. */
export const routesOfTemplate = ({ Resources }: TemplateOfRoutes): readonly string[] =>
  Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route')
    .map(({ Properties }) => String((Properties as { readonly RouteKey?: string }).RouteKey))
    .toSorted();

/** The operations that an OpenAPI document describes, named likewise. */
export const routesOfDocument = ({ paths }: DocumentOfRoutes): readonly string[] =>
  Object.entries(paths)
    .flatMap(([path, item]) =>
      Object.keys(item)
        .filter((name) => methods.includes(name))
        .map((method) => `${method.toUpperCase()} ${path}`),
    )
    .toSorted();
