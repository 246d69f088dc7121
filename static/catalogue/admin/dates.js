// A date field keeps what was typed; the server refuses what is no date. By itself the picker turns whatever it can't
// read into today when the field is left (xdan/datetimepicker issue 458, wagtail issue 479).
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
