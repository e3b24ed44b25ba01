import { escaped } from './escaped.ts';
import { pageStyle } from './page-style.ts';

/** What following a link in an email came to. */
export function noticePage(title: string, subscriptionArn: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="through"><code>${escaped(subscriptionArn)}</code></p>
<p><a href="/">Back to the inbox</a></p>
</body>
</html>
`;
}
