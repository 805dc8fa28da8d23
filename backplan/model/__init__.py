"""The values that everything else works with: frozen, without behaviour beyond their own meaning."""
