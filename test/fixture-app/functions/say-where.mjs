/** GET /where */
export async function handler(event) {
  return { answer: 'in the yard', path: event.rawPath };
}
