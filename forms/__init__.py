"""XLSForm and ODK XForms engine. No Qt, no database, imports nobody of ours."""
