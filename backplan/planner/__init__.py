"""From rules to the plan with the least cost."""
