"""The import wizard in the admin: upload, columns, values, preview, writing, taking back. Works without JavaScript."""
