import { AlertAnswer, Alerts } from '../answers/alert.ts';
import { decidedAlert, sentAlert } from '../examples/alerts.ts';
import { ids } from '../examples/invented.ts';
import type { Operation } from '../operation.ts';
import { afterAlert, alertId, alertState, limit, since } from '../parameters.ts';

export const alerts: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/alerts',
    operationId: 'listAlerts',
    tag: 'Alerts',
    summary: 'List alerts in one state',
    description:
      'For a system that shows alerts to managers. Ask again with `next` as `after` until there is none.',
    scopes: ['pattern:read'],
    parameters: [alertState, since, limit, afterAlert],
    answer: {
      status: 200,
      description: 'A page of alerts.',
      schema: Alerts,
      examples: {
        page: { summary: 'A page that is not the last', value: { alerts: [sentAlert], next: ids.cursor } },
        none: { summary: 'There are none', value: { alerts: [] } },
      },
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/alerts/{id}',
    operationId: 'readAlert',
    tag: 'Alerts',
    summary: 'Read an alert',
    description: 'An alert as it stands, by its id or by the reference that managers read.',
    scopes: ['pattern:read'],
    parameters: [alertId],
    answer: {
      status: 200,
      description: 'The alert.',
      schema: AlertAnswer,
      examples: {
        sent: { summary: 'Its team has been told', value: sentAlert },
        decided: { summary: 'A manager has decided', value: decidedAlert },
      },
    },
    problems: ['alert-unknown'],
  },
];
