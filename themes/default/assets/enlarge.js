// A figure's picture, as large as the screen. Loaded only by pages that have one.
//
// Takes: the link around the picture, which leads to the file where no script runs. Never: takes a click that is meant for another tab.

const { close } = document.querySelector('script[data-close]').dataset;

document.addEventListener('click', (event) => {
  const link = event.target.closest('a.enlarge');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const dialog = document.createElement('dialog');
  const button = document.createElement('button');
  const picture = new Image();
  event.preventDefault();
  picture.src = link.href;
  dialog.ariaLabel = picture.alt = link.querySelector('img').alt;
  dialog.className = 'enlarged';
  button.textContent = close;
  dialog.append(button, picture);
  dialog.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
});
