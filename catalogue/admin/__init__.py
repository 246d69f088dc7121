"""The registry in Wagtail's admin: lists, edit forms, actions. ``catalogue.wagtail_hooks`` registers it."""
