// Opens a file of the site in its author's editor, at a line.
//
// Takes: a place, and what the server told for it: without an editor that the author has named, nothing is asked.
// Never: is asked by another site's page: the server wants a header that only its own pages know.

let token = null;

/** What the server told; null where no editor is named. */
export function permit(next) {
  token = next;
}

/** Whether there is an editor. */
export const hasEditor = () => token !== null;

/** Opens a place; says where that fails. */
export async function open({ file, line, column = 1 }) {
  if (token === null) return false;
  const answer = await fetch(`/_fingerpost/open?${new URLSearchParams({ file, line, column })}`, {
    method: 'POST', headers: { 'fingerpost-token': token },
  }).catch(() => null);
  if (!answer?.ok) document.dispatchEvent(new CustomEvent('fingerpost:unopened', { detail: await answer?.text() ?? 'The preview has stopped.' }));
  return Boolean(answer?.ok);
}
