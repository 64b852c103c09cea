// A figure's picture, as large as the screen. Loaded only by pages that have one.
//
// Takes: the link around the picture, which leads to the file where no script runs. Never: takes a click that is meant for another tab.

const { close } = document.querySelector('script[data-close]').dataset;

document.addEventListener('click', (event) => {
  const link = event.target.closest('a.enlarge');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const dialog = document.createElement('dialog');
  const button = document.createElement('button');
  const picture = new Image();
  picture.src = link.href;
  picture.alt = link.querySelector('img').alt;
  button.type = 'button';
  button.textContent = close;
  dialog.className = 'enlarged';
  dialog.ariaLabel = picture.alt;
  dialog.append(button, picture);
  dialog.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
});
