import type { LocalRoute } from '../assembly/model.ts';

export type MatchedRoute = {
  readonly route: LocalRoute;
  /** Decoded values of the template's parameters. */
  readonly pathParameters: Readonly<Record<string, string>>;
};

/**
 * Picks the route of an HTTP API for a request, most specific first as API
 * Gateway does: literal segments before parameters, a greedy `{name+}` after
 * them, `$default` last; the request's own method before ANY. Undefined where
 * none fits. The path is the raw one, without the stage.
 */
export function matchRoute(
  routes: readonly LocalRoute[],
  method: string,
  path: string,
): MatchedRoute | undefined {
  const segments = path.split('/').slice(1).map(decodeURIComponent);
  const candidates = routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .flatMap((route) => {
      const match = matchTemplate(route.template, segments);
      return match === undefined ? [] : [{ route, ...match }];
    });
  candidates.sort((left, right) => compare(rankOf(left), rankOf(right)));
  return candidates[0];
}

type TemplateMatch = {
  readonly pathParameters: Record<string, string>;
  /** One letter a segment; earlier in the alphabet is more specific. */
  readonly shape: string;
};

function matchTemplate(template: string, segments: readonly string[]): TemplateMatch | undefined {
  if (template === '$default') return { pathParameters: {}, shape: 'z' };
  const parts = template.split('/').slice(1);
  const pathParameters: Record<string, string> = {};
  let shape = '';
  for (const [index, part] of parts.entries()) {
    const segment = segments[index];
    if (segment === undefined || segment === '')
      return part === segment ? { pathParameters, shape } : undefined;
    const greedy = /^\{(.+)\+\}$/.exec(part)?.[1];
    if (greedy !== undefined) {
      pathParameters[greedy] = segments.slice(index).join('/');
      return { pathParameters, shape: `${shape}c` };
    }
    const parameter = /^\{(.+)\}$/.exec(part)?.[1];
    if (parameter !== undefined) pathParameters[parameter] = segment;
    else if (part !== segment) return undefined;
    shape += parameter === undefined ? 'a' : 'b';
  }
  return parts.length === segments.length ? { pathParameters, shape } : undefined;
}

function rankOf(candidate: { route: LocalRoute; shape: string }): string {
  return candidate.shape + (candidate.route.method === 'ANY' ? 'b' : 'a');
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
