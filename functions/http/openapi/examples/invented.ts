/** Ids as Tideline gives them. None is of anybody. */
export const ids = {
  family: 'fA3kT9wQ1zMb6LxVn0RyGs',
  otherFamily: 'gB7pW2eN5cUj8DqHo4XtSv',
  timeline: 'tL5nC8vB2xKq7GwZd1MfPy',
  otherTimeline: 'uM9hS4rJ6yEa3FoXi0NkQz',
  firstReferral: 'Qm3vX0b7nJtW2rKd9sLpEg',
  secondReferral: 'h8Yc1UzF5aVoR4iTq6NwBk',
  lifeEvent: 'Zp0LgD2mKx7eHs9uCy3JtA',
  alert: 'DZKAA9PF96D9',
  reference: 'DZKA-A9PF-96D9',
  cursor: '2026-11-24T11:20:00.771Z#DZKAA9PF96D9',
  etag: '"aQ9AQB2npCFLT89xvAxKoL"',
  request: 'JKJaXmPLvHcESHA=',
} as const;
