"""Whatever comes in, what comes out is a plan or a refusal that names the place."""
