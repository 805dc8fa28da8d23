"""The values that everything else is said in: frozen, without behaviour beyond their own meaning."""
