"""From rules to the plan with the least cost, and the reasons for what it could not do."""
