import { Invalid } from '../refusals.ts';

/** One word of an expression. A name and a value carry their sign: `#state`, `:state`. */
export type Token = {
  readonly kind: 'word' | 'name' | 'value' | 'number' | 'sign' | 'end';
  readonly text: string;
};

/** A text as it is read from left to right. */
export type Reader = {
  readonly peek: (ahead?: number) => Token;
  readonly take: () => Token;
  /** Takes a sign or a keyword if it comes next. */
  readonly takeIf: (text: string) => boolean;
  readonly expect: (text: string) => void;
  /** What follows the parenthesis that closes the one which comes next. */
  readonly pastParentheses: () => Token;
  /** Refuses the expression at the word that comes next. */
  readonly refuse: () => never;
};

const word =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(\d+)|(<>|<=|>=|[=<>+\-()[\],.]))/y;
const kinds = ['word', 'name', 'value', 'number', 'sign'] as const;
const end: Token = { kind: 'end', text: '' };

/** Which parameter the text was sent in: errors name it. */
export type Parameter =
  | 'ConditionExpression'
  | 'KeyConditionExpression'
  | 'FilterExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

export function readTokens(text: string, parameter: Parameter): Reader {
  const tokens = tokensOf(text, parameter);
  let at = 0;
  const peek = (ahead = 0): Token => tokens[at + ahead] ?? end;
  const take = (): Token => tokens[at++] ?? end;
  const refuse = (): never => {
    throw new Invalid(`Invalid ${parameter}: Syntax error; token: ${peek().text || '<EOF>'}`);
  };
  const isNext = (wanted: string): boolean => {
    const { kind, text: found } = peek();
    return (kind === 'word' && found.toUpperCase() === wanted) || (kind === 'sign' && found === wanted);
  };
  const takeIf = (wanted: string): boolean => {
    if (!isNext(wanted)) return false;
    at += 1;
    return true;
  };
  return {
    peek,
    take,
    takeIf,
    expect: (wanted) => {
      if (!takeIf(wanted)) refuse();
    },
    pastParentheses: () => {
      let [ahead, depth] = [0, 0];
      do {
        const { text: found } = peek(ahead);
        if (found === '(') depth += 1;
        if (found === ')') depth -= 1;
        ahead += 1;
      } while (depth > 0 && peek(ahead).kind !== 'end');
      return peek(ahead);
    },
    refuse,
  };
}

function tokensOf(text: string, parameter: Parameter): readonly Token[] {
  const tokens: Token[] = [];
  const rest = text.trimEnd();
  if (rest === '') throw new Invalid(`Invalid ${parameter}: The expression can not be empty;`);
  word.lastIndex = 0;
  while (word.lastIndex < rest.length) {
    const from = word.lastIndex;
    const found = word.exec(rest);
    if (found === null)
      throw new Invalid(`Invalid ${parameter}: Syntax error; token: ${rest.slice(from).trimStart()[0]}`);
    const index = found.slice(1).findIndex((group) => group !== undefined);
    const kind = kinds[index] ?? 'sign';
    tokens.push({ kind, text: found[index + 1] ?? '' });
  }
  return tokens;
}
