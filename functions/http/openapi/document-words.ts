/** What the document says as a whole. */
export const documentInfo = {
  info: {
    title: 'Tideline',
    version: '1.0.0',
    summary: 'Tells a manager in children’s social care when many small worries about one family add up.',
    description: [
      'Referral systems send contacts and referrals, and say later what became of them; case systems tell what happened; the authority’s own systems read families, findings and alerts.',
      'Send JSON in UTF-8 with a token of client credentials. Every object is closed: a field that is not described is refused, so that no narrative and no name can slip in. Dates are of Europe/London; instants carry their offset and are answered in UTC.',
      '**When to send again.** No answer, 429, 500 and 503 mean: send the same again, after `Retry-After` seconds where that is given. Nothing is ever stored twice. After any other 4xx, change what is wrong first.',
      'Two rules cannot be said in a schema: no date lies ahead of the time it is received (five minutes are allowed; a due date may lie as far ahead as a pregnancy lasts), and none lies before 1900. The formats `nhs-number` and `unique-pupil-number` are those of the published check characters.',
      'What can go wrong, code by code and rule by rule, is in docs/errors.md. An answer of API Gateway itself has another shape and another media type than ours; where a status can be either, both are given.',
    ].join('\n\n'),
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [
    {
      url: 'https://{host}',
      description: 'The authority says where its API is.',
      variables: { host: { default: 'api.tideline.example' } },
    },
  ],
} as const;

export const documentTags = [
  { name: 'Referrals', description: 'Send referrals, say later what became of them, and read them back.' },
  {
    name: 'Families',
    description: 'What is known of a family, what is found about it, and what happened in it.',
  },
  { name: 'Alerts', description: 'The records that a family crossed one or more lines.' },
  { name: 'Service', description: 'About the API itself.' },
] as const;

/** Every header that some answer has. */
export const documentHeaders = {
  'x-request-id': {
    description: 'On every answer of ours. Give it when you ask about an answer.',
    schema: { type: 'string' },
    example: 'JKJaXmPLvHcESHA=',
  },
  'apigw-requestid': {
    description: 'On every answer of API Gateway itself, in place of x-request-id.',
    schema: { type: 'string' },
    example: 'JKJaXmPLvHcESHA=',
  },
  'Retry-After': {
    description: 'After how many seconds to send the same again.',
    schema: { type: 'integer', minimum: 0 },
    example: 2,
  },
  ETag: {
    description: 'Changes with everything that is said about the referral. Give it as If-Match.',
    schema: { type: 'string' },
    example: '"aQ9AQB2npCFLT89xvAxKoL"',
  },
  'Preference-Applied': {
    description: 'That the finding was asked for and is in the answer.',
    schema: { type: 'string', const: 'return=representation' },
    example: 'return=representation',
  },
} as const;
