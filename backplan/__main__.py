"""`python -m backplan`."""

from backplan.cli.main import main

main()
