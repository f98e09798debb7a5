// Comfort only: every page works without this file.
'use strict';
(() => {
	// One tick for all ticks of a form.
	for (const all of document.querySelectorAll('input[data-all]')) {
		const ticks = () => all.form.querySelectorAll('input[type=checkbox][name^=' + all.dataset.all + ']');
		all.hidden = false;
		all.addEventListener('change', () => {
			for (const t of ticks()) t.checked = all.checked;
		});
	}
	// A form is sent once.
	for (const form of document.querySelectorAll('form[method=post]')) {
		form.addEventListener('submit', (event) => {
			if (event.submitter && event.submitter.formTarget) return;
			if (form.dataset.sent) event.preventDefault();
			form.dataset.sent = '1';
		});
	}
	addEventListener('pageshow', () => {
		for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
	});
	// A file may be dropped anywhere on the page of its form: beside it, it
	// would be opened in the form's place.
	const form = document.querySelector('form[data-drop]');
	if (form) {
		const file = form.querySelector('input[type=file]');
		const over = (on) => (event) => {
			event.preventDefault();
			form.classList.toggle('over', on);
		};
		addEventListener('dragover', over(true));
		addEventListener('dragleave', over(false));
		addEventListener('drop', (event) => {
			over(false)(event);
			if (event.dataTransfer.files.length === 1) file.files = event.dataTransfer.files;
		});
	}
	// What is being written is looked at once it rests.
	for (const text of document.querySelectorAll('textarea[data-live]')) {
		const look = document.getElementById(text.dataset.live);
		let rests;
		text.addEventListener('input', () => {
			clearTimeout(rests);
			rests = setTimeout(() => text.form.requestSubmit(look), 900);
		});
	}
	// The slash key leads to the search field.
	const search = document.querySelector('input[type=search]');
	addEventListener('keydown', (event) => {
		if (event.key !== '/' || !search || event.ctrlKey || event.metaKey || event.altKey ||
		    /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
		event.preventDefault();
		search.focus();
	});
})();
